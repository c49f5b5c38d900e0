"""What SageMaker computes and moto does not: processing jobs, batch transform, real-time endpoints.

Jobs, models and endpoints are made and described in the simulated AWS; the work is done here, at once, with
the learner's own script and model, found where the calls say: objects in S3, /opt/ml paths, a model.tar.gz
that holds code/<SAGEMAKER_PROGRAM> with `model_fn` and, if wanted, `input_fn`, `predict_fn`, `output_fn`.
"""

import io
import itertools
import json
import sys
import tarfile
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from tutor.labs.boto_events import Answer, answer, client, on_each_session, refusal

__all__ = ["SageMakerStandIn"]

_OPT_ML = "/opt/ml/"


class SageMakerStandIn:
    """Does the work of jobs and endpoints in `scratch`."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._numbers = itertools.count(1)
        self.reset()
        for operation in ("CreateProcessingJob", "CreateTransformJob"):
            on_each_session(f"before-call.sagemaker.{operation}", _keep_request)
        on_each_session("after-call.sagemaker.CreateProcessingJob", self._process)
        on_each_session("after-call.sagemaker.CreateTransformJob", self._transform)
        on_each_session("after-call.sagemaker.DescribeProcessingJob", self._describe_processing)
        on_each_session("after-call.sagemaker.DescribeTransformJob", self._describe_transform)
        on_each_session("before-call.sagemaker-runtime.InvokeEndpoint", self._invoke)

    def reset(self) -> None:
        """No jobs, no loaded models."""
        self._failures: dict[str, str] = {}
        self._models: dict[str, _Model] = {}
        self.invocations = 0
        """Calls of an endpoint so far."""

    def pass_time(self, seconds: float) -> None:
        """Jobs are done at once."""

    def _process(self, context: dict[str, Any], http_response: Any, **_: object) -> None:  # noqa: ANN401
        if http_response.status_code >= 300:
            return
        job = context["tutor_request"]
        root = self._folder()
        try:
            for entry in job.get("ProcessingInputs", []):
                source = entry["S3Input"]
                _download(source["S3Uri"], _local(source["LocalPath"], root))
        except FileNotFoundError as error:
            self._failures[job["ProcessingJobName"]] = str(error)
            return
        outputs = job.get("ProcessingOutputConfig", {}).get("Outputs", [])
        for entry in outputs:
            _local(entry["S3Output"]["LocalPath"], root).mkdir(parents=True, exist_ok=True)
        app = job["AppSpecification"]
        words = [*app.get("ContainerEntrypoint", []), *app.get("ContainerArguments", [])]
        if reason := _run(words, root):
            self._failures[job["ProcessingJobName"]] = reason
            return
        for entry in outputs:
            _upload(_local(entry["S3Output"]["LocalPath"], root), entry["S3Output"]["S3Uri"])

    def _transform(self, context: dict[str, Any], http_response: Any, **_: object) -> None:  # noqa: ANN401
        if http_response.status_code >= 300:
            return
        job = context["tutor_request"]
        source = job["TransformInput"]
        try:
            model = self._model(job["ModelName"])
            for key, body in _objects(source["DataSource"]["S3DataSource"]["S3Uri"]):
                accept = job["TransformOutput"].get("Accept", "text/csv")
                out = model.answer(body, source.get("ContentType", "text/csv"), accept)
                _put(f"{job['TransformOutput']['S3OutputPath'].rstrip('/')}/{Path(key).name}.out", out)
        except Exception as error:  # noqa: BLE001 - the learner's model code; SageMaker, too, only tells it
            self._failures[job["TransformJobName"]] = f"{type(error).__name__}: {error}"

    def _describe_processing(self, parsed: dict[str, Any], **_: object) -> None:
        if reason := self._failures.get(parsed.get("ProcessingJobName", "")):
            parsed |= {"ProcessingJobStatus": "Failed", "FailureReason": reason}

    def _describe_transform(self, parsed: dict[str, Any], **_: object) -> None:
        if reason := self._failures.get(parsed.get("TransformJobName", "")):
            parsed |= {"TransformJobStatus": "Failed", "FailureReason": reason}

    def _invoke(self, params: dict[str, Any], **_: object) -> Answer:
        from botocore.response import StreamingBody

        self.invocations += 1
        sagemaker = client("sagemaker")
        name = unquote(params["url_path"].split("/")[2])
        endpoint = sagemaker.describe_endpoint(EndpointName=name)
        config = sagemaker.describe_endpoint_config(EndpointConfigName=endpoint["EndpointConfigName"])
        variant = config["ProductionVariants"][0]
        headers = params["headers"]
        accept = headers.get("Accept", "text/csv")
        try:
            body = params["body"]
            content = body.encode() if isinstance(body, str) else body
            out = self._model(variant["ModelName"]).answer(content, headers.get("Content-Type", ""), accept)
        except Exception as error:  # noqa: BLE001 - the learner's model code; an endpoint answers ModelError
            return refusal("ModelError", f"The model could not answer ({type(error).__name__}: {error}).")
        stream = StreamingBody(io.BytesIO(out), len(out))
        return answer(
            {"Body": stream, "ContentType": accept, "InvokedProductionVariant": variant["VariantName"]}
        )

    def _model(self, name: str) -> "_Model":
        """The model of that name, loaded once as a container does."""
        if name not in self._models:
            container = client("sagemaker").describe_model(ModelName=name)["PrimaryContainer"]
            ((_, content),) = _objects(container["ModelDataUrl"])
            folder = self._folder()
            with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
                archive.extractall(folder, filter="data")
            program = container.get("Environment", {}).get("SAGEMAKER_PROGRAM", "inference.py")
            self._models[name] = _Model(folder, folder / "code" / program)
        return self._models[name]

    def _folder(self) -> Path:
        folder = self._scratch / f"sagemaker-{next(self._numbers)}"
        folder.mkdir()
        return folder


class _Model:
    """The contents of a model.tar.gz as the scikit-learn container serves them."""

    def __init__(self, folder: Path, program: Path) -> None:
        if not program.is_file():
            raise FileNotFoundError(f"model.tar.gz has no code/{program.name}, which SAGEMAKER_PROGRAM names")
        self._code = ModuleType("inference")
        self._code.__file__ = str(program)
        exec(compile(program.read_text(encoding="utf-8"), str(program), "exec"), self._code.__dict__)
        self._model = self._code.model_fn(str(folder))

    def answer(self, body: bytes, content_type: str, accept: str) -> bytes:
        """The response to one request, through the learner's functions where there are any."""
        read = getattr(self._code, "input_fn", _input)
        predict = getattr(self._code, "predict_fn", _predict)
        write = getattr(self._code, "output_fn", _output)
        out = write(predict(read(body, content_type), self._model), accept)
        out = out[0] if isinstance(out, tuple) else out
        return out.encode() if isinstance(out, str) else bytes(out)


def _input(body: bytes, content_type: str) -> Any:  # noqa: ANN401 - an array
    import numpy as np

    if content_type == "application/json":
        return np.array(json.loads(body))
    if content_type == "text/csv":
        return np.loadtxt(io.BytesIO(body), delimiter=",", ndmin=2)
    raise ValueError(f"the content type {content_type!r} is not text/csv or application/json")


def _predict(rows: Any, model: Any) -> Any:  # noqa: ANN401 - what the container does by default
    return model.predict(rows)


def _output(predictions: Any, accept: str) -> str:  # noqa: ANN401 - an array
    values = predictions.tolist()
    if accept == "application/json":
        return json.dumps(values)
    return "".join(f"{value}\n" for value in values)


def _keep_request(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
    """Events after a call do not get what was sent; the context is the same object in both."""
    context["tutor_request"] = json.loads(params["body"])


def _local(path: str, root: Path) -> Path:
    """Where a path of the container stands in the job's folder."""
    return root / path.removeprefix(_OPT_ML).lstrip("/")


def _run(words: list[str], root: Path) -> str:
    """Run `python3 SCRIPT ARGUMENTS` as the container would; why it failed, or nothing."""
    import runpy

    scripts = [place for place, word in enumerate(words) if word.endswith(".py")]
    if not scripts or "python" not in words[0]:
        return f"the entry point {words} is not like ['python3', '/opt/ml/processing/.../x.py']"
    local = [str(_local(word, root)) if word.startswith(_OPT_ML) else word for word in words[scripts[0] :]]
    if not Path(local[0]).is_file():
        return f"there is no file {words[scripts[0]]}; look at the S3Uri and LocalPath of the code's input"
    before, sys.argv = sys.argv, local
    try:
        runpy.run_path(local[0], run_name="__main__")
    except SystemExit as end:
        return "" if not end.code else f"the script ended with exit code {end.code}"
    except Exception as error:  # noqa: BLE001 - the learner's script; SageMaker, too, only tells it
        return f"{type(error).__name__}: {error}"
    finally:
        sys.argv = before
    return ""


def _split(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def _objects(uri: str) -> list[tuple[str, bytes]]:
    """Key and content of every object whose key begins with that of the URI, in order of keys."""
    bucket, prefix = _split(uri)
    s3 = client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    if not keys:
        raise FileNotFoundError(f"there is no object under {uri}")
    return [(key, s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]


def _download(uri: str, folder: Path) -> None:
    _, prefix = _split(uri)
    for key, content in _objects(uri):
        target = folder / (Path(key).name if key == prefix else key.removeprefix(prefix).lstrip("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _upload(folder: Path, uri: str) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        _put(f"{uri.rstrip('/')}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def _put(uri: str, content: bytes) -> None:
    bucket, key = _split(uri)
    client("s3").put_object(Bucket=bucket, Key=key, Body=content)
