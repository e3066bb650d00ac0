"""Trains a tiny tokenizer of each kind with Hugging Face tokenizers and writes it with the ids it gives.

Run in the folder of this module:  python src/test/python/make_tokenizers.py
Needs: pip install tokenizers
"""

import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
from tokenizers import pre_tokenizers as pre
from tokenizers import processors, trainers

OUT = Path("src/test/resources/dev/chatwright/tokenizer")

CORPUS = [
    "The quick brown fox jumps over the lazy dog, and the dog doesn't mind it at all.",
    "Once upon a time there was a little girl who'd lived in a small house near the forest.",
    "It's 3.14159 or 2,718,281 or 1234567890; we've counted 42 of them, they're all here.",
    "def hello(name):\n    if name is None:\n        return 'nobody'\n    print(f\"Hello, {name}!\")\n",
    "Größe, Übermut und Straße; ça va très bien, señor; żółć, naïve café, Ελληνικά, Привет мир.",
    "你好，世界。日本語のテキスト。한국어 문장입니다. مرحبا بالعالم שלום עולם नमस्ते दुनिया สวัสดี",
    "😀 😃 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 → ∑ ∞ ≠ © ™ ½ Ⅷ ² ٣ ४",
    "HTTPServer parseXML camelCaseWords SHOUTING snake_case_name kebab-case-name a/b/c/d.txt",
    "   spaces   and\ttabs\t\tand\n\nlines\r\n\r\nthere   ",
] * 3

TEXTS = [
    "", " ", "  ", "   ", "\n", "\n\n", "\t", " \n ", "\r\n", " \t\n\r ", "a", " a", "a ", "  a  b   c    d",
    "Hello world", " Hello world", "Hello, World!", "hello   world\n\n  next line\n", "I'm you're he'll we've it's I'D THEY'RE 'S 'ſ",
    "don't can't won't shouldn't've 'tis o'clock '' ' 's", "3", "33", "333", "3333", "33333", "333333", "3333333 and 1,234,567.89",
    "x86_64 3.14e-10 0xDEADBEEF v1.2.3", "½ Ⅷ ² ٣ ४५ 一二三 ①②", "你好，世界。", "日本語 テキスト カタカナ", "한국어 문장", "مرحبا بالعالم",
    "שלום עולם", "नमस्ते दुनिया", "สวัสดีชาวโลก", "Ελληνικά Κείμενο ΣΟΦΟΣ", "Привет, МИР", "İstanbul ıĞŞ ẞ ß ﬁ ﬂ ǅ",
    "café", "cafe\u0301", "a\u0300\u0301\u0302\u0303b", "Å\u030a Å A\u030a", "😀", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👍🏽 🏳️‍🌈 🇩🇪🇫🇷", "a😀b 😀 c",
    "\u0000\u0001\u0002 \u007f \u0080 \u009f", "zero\u200bwidth\u200cjoin\u200der\ufeffbom", "nb\u00a0sp\u2003em\u3000ideo\u2028line\u2029para\u0085nel",
    "soft\u00adhyphen", "\ufffd \uffff \ue000", "<|im_end|> <|endoftext|> </s> <s> [CLS] [SEP] [UNK] <unk>", "$100 + €50 = £?? <> ~~ ^^ || ``",
    "!!!???...,,,;;;:::", "a.b,c;d:e!f?g", "if (a[0] == '{') { return b->c; } // comment", "\n    indented\n\t\ttabbed\n", "https://example.org/a?b=c&d=e#f",
    "HTTPServer parseXML camelCaseWords SHOUTINGword aB Ab AB ab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "the the the the   the\tthe\nthe", "▁ ▁▁ a▁b ▁a", "Ġ Ċ ĉ Ġhello", "word<tool>word <tool> Tool <TOOL> keepme keepmenot not-keepme keepme.",
    "  <mark>  padded  <mark>", "𝓗𝓮𝓵𝓵𝓸 𠀀𠀁 𐐀𐐨", "ﷺ ㍿ ｆｕｌｌ ｗｉｄｔｈ　ｓｐａｃｅ ％", "e\u0301\u0301\u0301 ạ̈ ཀྵ",
    "Zażółć gęślą jaźń — „cudzysłów” … ‘x’ “y”", "line one\nline two\r\nline three\rline four\n\n\n\nend", "trailing spaces   ", "\ttrailing tab\t", "mixed中文and English混合123数字",
    "/usr/local/bin\n/etc\r\n/* c */", "a\n \n b\n  \n  c",
]

CONTRACTIONS = "'s|'t|'re|'ve|'m|'ll|'d"
LLAMA3 = "(?i:" + CONTRACTIONS + r")|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace("{1,3}", "")
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
GPT4O = (
    rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+(?i:{CONTRACTIONS})?|[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*(?i:{CONTRACTIONS})?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
DEEPSEEK3 = [
    r"\p{N}{1,3}",
    "[一-龥\u3040-ゟ゠-ヿ]+",
    "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
]


def byte_level_bpe(steps, normalizer=None, **options):
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre.Sequence(steps) if len(steps) > 1 else steps[0]
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=480,
        initial_alphabet=pre.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def split(pattern):
    return pre.Split(Regex(pattern), "isolated")


def llama2(pre_tokenizer=None):
    byte_tokens = [f"<0x{value:02X}>" for value in range(256)]
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    marks = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    if pre_tokenizer:
        tokenizer.pre_tokenizer = pre_tokenizer
    else:
        tokenizer.normalizer = marks
        tokenizer.pre_tokenizer = pre.Split("▁", "merged_with_next")
    trainer = trainers.BpeTrainer(
        vocab_size=620, special_tokens=["<unk>", "<s>", "</s>"] + byte_tokens, limit_alphabet=90, show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    state = json.loads(tokenizer.to_str())
    state["added_tokens"] = state["added_tokens"][:3]
    if not pre_tokenizer:
        state["pre_tokenizer"] = None
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer


def unigram(byte_fallback):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=340, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    if byte_fallback:
        state = json.loads(tokenizer.to_str())
        state["model"]["vocab"] += [[f"<0x{value:02X}>", -20.0] for value in range(256)]
        state["model"]["byte_fallback"] = True
        tokenizer = Tokenizer.from_str(json.dumps(state))
        tokenizer.decoder = decoders.Sequence(
            [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        )
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return tokenizer


def wordpiece(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=420, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def odd_parts():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Strip(), normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()])
    tokenizer.pre_tokenizer = pre.Sequence([pre.Whitespace(), pre.Punctuation("contiguous"), pre.Digits(False), pre.CharDelimiterSplit("_")])
    trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=["[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.decoder = decoders.WordPiece(cleanup=False)
    return tokenizer


def added():
    tokenizer = byte_level_bpe([pre.ByteLevel(add_prefix_space=False)])
    tokenizer.add_tokens(
        [
            AddedToken("<tool>", normalized=False),
            AddedToken("keepme", single_word=True, normalized=False),
            AddedToken("<mark>", lstrip=True, rstrip=True, normalized=False),
            AddedToken("www", normalized=True),
        ]
    )
    return tokenizer


KINDS = {
    "gpt2": lambda: byte_level_bpe([pre.ByteLevel(add_prefix_space=False)]),
    "prefixed": lambda: byte_level_bpe([pre.ByteLevel(add_prefix_space=True)]),
    "smollm": lambda: byte_level_bpe([pre.Digits(True), pre.ByteLevel(add_prefix_space=False)]),
    "llama3": lambda: byte_level_bpe([split(LLAMA3), pre.ByteLevel(False, use_regex=False)], ignore_merges=True),
    "qwen2": lambda: byte_level_bpe([split(QWEN2), pre.ByteLevel(False, use_regex=False)], normalizers.NFC()),
    "gpt4o": lambda: byte_level_bpe([split(GPT4O), pre.ByteLevel(False, use_regex=False)]),
    "deepseek3": lambda: byte_level_bpe([split(p) for p in DEEPSEEK3] + [pre.ByteLevel(False, use_regex=False)]),
    "added": added,
    "llama2": llama2,
    "metaspace": lambda: llama2(pre.Metaspace(prepend_scheme="first")),
    "unigram": lambda: unigram(False),
    "unigram-bytes": lambda: unigram(True),
    "wordpiece": lambda: wordpiece(True),
    "wordpiece-cased": lambda: wordpiece(False),
    "odd-parts": odd_parts,
}


def plain_ids(tokenizer, text):
    """What the text becomes when control tokens in it are letters."""
    state = json.loads(tokenizer.to_str())
    special = [token["content"] for token in state["added_tokens"] if token["special"]]
    state["added_tokens"] = [token for token in state["added_tokens"] if not token["special"]]
    if state["model"]["type"] == "Unigram":
        # The peer's unigram model finds control tokens among its pieces; ours must not.
        for index, piece in enumerate(state["model"]["vocab"]):
            if piece[0] in special:
                piece[0] = f"\ue000unreachable{index}"
    return Tokenizer.from_str(json.dumps(state)).encode(text, add_special_tokens=False).ids


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "texts.json").write_text(json.dumps(TEXTS, ensure_ascii=True, indent=0) + "\n")
    for name, make in KINDS.items():
        tokenizer = make()
        folder = OUT / name
        folder.mkdir(exist_ok=True)
        (folder / "tokenizer.json").write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False) + "\n")
        rows = []
        for text in TEXTS:
            special = [t for t in json.loads(tokenizer.to_str())["added_tokens"] if t["special"]]
            holds = any(token["content"] in text for token in special)
            framed = None if holds else tokenizer.encode(text).ids
            ids = plain_ids(tokenizer, text)
            rows.append({"ids": ids, "framed": framed, "decoded": tokenizer.decode(ids, skip_special_tokens=True)})
        lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
        (folder / "expected.json").write_text("[\n" + lines + "\n]\n")
        print(name, tokenizer.get_vocab_size())


if __name__ == "__main__":
    main()
