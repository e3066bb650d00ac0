"""Drives a server with the official OpenAI client for Python, unchanged.

usage: openai_client.py BASE_URL CHAT_MODEL EMBEDDING_MODEL
Prints "ok" when everything is as the client promises.
"""

import sys

import openai

base_url, chat_model, embedding_model = sys.argv[1:4]
client = openai.OpenAI(base_url=base_url, api_key="unused", max_retries=0)
messages = [{"role": "user", "content": "hello"}]

assert chat_model in [model.id for model in client.models.list()]
assert client.models.retrieve(chat_model).id == chat_model

whole = client.chat.completions.create(
    model=chat_model, messages=messages, temperature=0, max_tokens=8, logprobs=True, top_logprobs=2
)
assert whole.choices[0].message.role == "assistant"
assert whole.choices[0].finish_reason in ("stop", "length")
assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
assert all(len(token.top_logprobs) == 2 for token in whole.choices[0].logprobs.content)

text, usage = "", None
with client.chat.completions.create(
    model=chat_model,
    messages=[*messages, whole.choices[0].message, *messages],
    temperature=0,
    max_completion_tokens=8,
    stream=True,
    stream_options={"include_usage": True},
) as stream:
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
assert usage.completion_tokens > 0 and usage.prompt_tokens_details.cached_tokens >= 0

echo = client.completions.create(
    model=chat_model, prompt=["one", "two"], echo=True, logprobs=1, max_tokens=0
)
assert [choice.text for choice in echo.choices] == ["one", "two"]
assert echo.choices[0].logprobs.token_logprobs[0] is None
assert all(value <= 0 for value in echo.choices[0].logprobs.token_logprobs[1:])

for kind in ({}, {"encoding_format": "float"}):  # the client asks for base64 when not told
    vectors = client.embeddings.create(model=embedding_model, input=["a", "bc"], **kind)
    assert len(vectors.data) == 2 and isinstance(vectors.data[1].embedding[0], float)

for wrong, error in (
    ({"model": "no-such-model"}, openai.NotFoundError),
    ({"temperature": 9}, openai.BadRequestError),
    ({"tools": [{"type": "function", "function": {"name": "f"}}]}, openai.BadRequestError),
):
    try:
        client.chat.completions.create(**{"model": chat_model, "messages": messages, **wrong})
    except error as refused:
        assert refused.body["message"], refused
    else:
        raise AssertionError(f"{wrong} was not refused")

print("ok")
