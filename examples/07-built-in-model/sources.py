"""Texts and questions of others, whose licences allow a model that has read them to be shared. None is in this repository."""
import csv
import gzip
import json
import re
import xml.etree.ElementTree as xml
from pathlib import Path

BOOKS = [
    "Aesop's Fables", "Alice's Adventures in Wonderland", "Through the Looking-Glass", "The Wonderful Wizard of Oz",
    "The Adventures of Pinocchio", "Heidi", "Black Beauty", "The Railway Children", "The Secret Garden", "Peter Pan",
    "The Princess and the Goblin", "The Wind in the Willows", "Anne of Green Gables",
]
LETTERS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": " - ", "–": "-", "…": "...", "\u00a0": " "})
LONGEST_STORY = 800
PART = 3000


def plain(text):
    """Returns a text with the signs of a typewriter and single spaces."""
    return re.sub(r"[ \t]+", " ", text.translate(LETTERS)).strip()


def simple(text):
    return all(ord(letter) < 128 for letter in text)


class Sources:
    """What lies in a folder of data."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.missing = []

    def open(self, name):
        """Returns the text of a file, which may be compressed, or nothing."""
        path = self.folder / name
        packed = path.with_name(path.name + ".gz")
        if path.exists():
            return path.read_text(encoding="utf-8")
        if packed.exists():
            return gzip.decompress(packed.read_bytes()).decode("utf-8")
        self.missing.append(name)
        return ""

    def json(self, name, otherwise):
        text = self.open(name)
        return json.loads(text) if text else otherwise

    def rows(self, name):
        return list(csv.reader(self.open(name).splitlines(keepends=True)))[1:]

    def all_stories(self):
        text = plain(self.open("pretrain/TinyStories_sample_944k/tiny_stories.txt"))
        # within a story paragraphs are parted by an empty line, two stories by none
        return [s.strip() for s in re.split(r"(?<!\n)\n(?!\n)", text) if len(s) > 200 and simple(s)]

    def stories(self):
        """Short stories with an end, in one paragraph each."""
        short = [re.sub(r"\s*\n\s*", " ", s) for s in self.all_stories() if len(s) <= LONGEST_STORY]
        return [s for s in short if s.endswith((".", "!", '."', '!"'))]

    def documents(self):
        """Everything to read, in pieces that may be shuffled."""
        return self.all_stories() + self.books() + self.talks()

    def books(self):
        parts = []
        for title in BOOKS:
            part = ""
            for paragraph in re.split(r"\n\s*\n", self.open(f"pretrain/classic-books/{title}.md")):
                clean = plain(re.sub(r"[*_#]+", "", re.sub(r"\s+", " ", paragraph)))
                if len(clean) < 40 or not simple(clean):
                    continue
                part += clean + "\n\n"
                if len(part) > PART:
                    parts.append(part.strip())
                    part = ""
            parts.append(part.strip())
        return [part for part in parts if part]

    def talks(self):
        """Conversations between two people, not in the form of a chat with the model, whose words these are not."""
        talks = []
        for part in ("valid", "test"):
            rows = self.rows(f"instruct/Synthetic-Persona-Chat/Synthetic-Persona-Chat_{part}.csv")
            talks += [plain(row[2].replace("User 1:", "A:").replace("User 2:", "B:")) for row in rows if len(row) > 2]
        for talk in self.json("instruct/Topical-Chat/test_freq.json", {}).values():
            turns = talk["content"]
            talks.append("\n".join(f"{'A' if i % 2 == 0 else 'B'}: {plain(t['message'])}" for i, t in enumerate(turns)))
        return [talk for talk in talks if simple(talk)] + self.chatterbot()

    def chatterbot(self):
        """Of files in YAML only what a simple reading gives: lists of lists of lines."""
        talks = []
        for name in ("conversations", "emotion", "food", "greetings", "health", "humor", "psychology", "literature"):
            talk = []
            for line in self.open(f"instruct/chatterbot/{name}.yml").splitlines() + ["- - "]:
                match = re.match(r"(- -|  -) (.*)", line)
                if match and match.group(1) == "- -":
                    if len(talk) > 1:
                        talks.append("\n".join(f"{'AB'[i % 2]}: {said}" for i, said in enumerate(talk)))
                    talk = []
                if match and match.group(2):
                    talk.append(plain(match.group(2).strip("'\"")))
        return [talk for talk in talks if simple(talk)]

    def questions(self):
        """What people ask, by intent or kind; how it is answered is ours."""
        groups = {}
        clinc = self.json("instruct/clinc150/data_full.json", {})
        for text, intent in clinc.get("train", []):
            groups.setdefault(intent, []).append(text)
        groups["oos"] = [text for text, _ in clinc.get("oos_train", []) + clinc.get("oos_val", [])]
        groups["banking77"] = [plain(row[0]) for row in self.rows("instruct/banking77/train.csv") if len(row[0]) < 120]
        groups["snips"] = self.snips()
        groups["gsm8k"] = [q for q in self.problems() if len(q) < 160]
        groups["medquad"] = self.medical()
        return {name: [q for q in found if q and simple(q)] for name, found in groups.items()}

    def snips(self):
        found = []
        for path in sorted(self.folder.glob("instruct/snips/**/train_*_full.json*")):
            raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            for intent, rows in json.loads(raw.decode("utf-8", "replace")).items():
                if intent in ("AddToPlaylist", "BookRestaurant", "PlayMusic"):
                    found += [plain("".join(part["text"] for part in row["data"])) for row in rows]
        return found

    def problems(self):
        lines = self.open("eval/gsm8k/train.jsonl").splitlines()
        return [plain(json.loads(line)["question"]) for line in lines]

    def medical(self):
        found = []
        for path in sorted(self.folder.glob("domain-health/medquad/**/*.xml")):
            found += [plain(q.text or "") for q in xml.parse(path).iter("Question")]
        return found
