from typer.testing import CliRunner

from tutor.cli import app


def test_eval_hands_its_arguments_on():
    done = CliRunner().invoke(app, ["eval", "taste", "--limit", "3"])
    assert done.exit_code == 2
    assert "invalid choice: 'taste'" in done.stderr
    assert "retrieval" in done.stderr
