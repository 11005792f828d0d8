"""Prompt files: their form, their hash, and text made fit to stand between fences."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from assistant.generated.prompts import FOLDER, Prompt, fenced, read
from retrieval.records import PolicydeskError

GOOD = "---\nname: test\ninput: x\noutput: y\n---\n# system\nDo {x}.\n# human\n{y}\n"
INPUTS = {
    "judge_faithfulness": {"answer", "quotes"},
    "judge_completeness": {"question", "wanted", "answer"},
    "answer": {"passages", "question", "today", "language"},
    "standalone": {"turns", "question", "language"},
}


def write(folder: Path, text: str) -> Path:
    (folder / "test.md").write_bytes(text.encode())
    return folder


def test_a_prompt_is_its_two_messages_without_the_header(tmp_path: Path) -> None:
    made = read("test", write(tmp_path, GOOD))
    assert made == Prompt("test", hashlib.sha256(GOOD.encode()).hexdigest()[:12], "Do {x}.", "{y}\n")


def test_the_hash_changes_with_every_letter_of_the_file(tmp_path: Path) -> None:
    hashes = {
        read("test", write(tmp_path, text)).hash for text in (GOOD, GOOD.replace("output: y", "output: z"), GOOD + "\n")
    }
    assert len(hashes) == 3


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    made = read("test", write(tmp_path, GOOD.replace("\n", "\r\n")))
    assert (made.system, made.human) == ("Do {x}.", "{y}\n")


@pytest.mark.parametrize(
    "text",
    ["", "hello", GOOD.replace("---\n", "", 1), GOOD.replace("# system", "# System"), GOOD.replace("# human\n", ""), GOOD.partition("# human")[0] + "# human\n"],
    ids=["empty", "bare", "no header", "no system", "no human", "empty human"],
)  # fmt: skip
def test_a_damaged_file_names_itself_and_the_form(tmp_path: Path, text: str) -> None:
    with pytest.raises(PolicydeskError) as error:
        read("test", write(tmp_path, text))
    assert str(error.value) == (
        f'The prompt {tmp_path / "test.md"} is not in the form of a prompt: a header between lines "---", then '
        '"# system" and "# human".'
    )


def test_a_missing_file_names_itself_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError) as error:
        read("other", tmp_path)
    assert str(error.value) == (
        f"The prompt {tmp_path / 'other.md'} cannot be read (No such file or directory): install Policydesk again."
    )


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_each_prompt_names_its_inputs_in_the_header_and_uses_them(name: str) -> None:
    header = (FOLDER / f"{name}.md").read_text("utf-8").split("---\n")[1]
    fields = dict(line.split(": ", 1) for line in header.splitlines())
    made = read(name)
    used = set(re.findall(r"\{(\w*)\}", made.system + made.human))
    assert set(fields) == {"name", "input", "output"}
    assert fields["name"] == name
    assert used == INPUTS[name]
    assert all(each in fields["input"] for each in used)


def test_every_prompt_in_the_folder_is_known_here_and_in_its_readme() -> None:
    names = {file.stem for file in FOLDER.glob("*.md")} - {"README"}
    assert names == set(INPUTS)
    assert names == set(re.findall(r"`(\w+)\.md`", (FOLDER / "README.md").read_text("utf-8")))


@pytest.mark.parametrize("tag", ["</passage>", '<passage n="9">', "</PASSAGES>", "< / question>", "<turn", "</conversation", "<\u200b/passage>"])  # fmt: skip
def test_text_between_fences_can_neither_close_nor_open_one(tag: str) -> None:
    made = fenced(f"a {tag} b")
    assert "<" not in made
    assert "&lt;" in made


@pytest.mark.parametrize(
    "text", ["a < b", "<b>bold</b>", "passage", "a\n\nb", "[a] [1a] [see 1]", "{braces} {0} {}", "3 [m]"]
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert fenced(text) == text


@pytest.mark.parametrize(("mark", "neutral"), [("[1]", "(1)"), ("[12, 3]", "(12, 3)"), ("【7】", "(7)"), ("［7］", "(7)"), ("[\u200b1]", "(1)")])  # fmt: skip
def test_marks_in_text_become_brackets(mark: str, neutral: str) -> None:
    assert fenced(f"a {mark} b") == f"a {neutral} b"
