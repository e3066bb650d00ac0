// Canned replies, written for these tests.
export const MARKDOWN = `## Bread in four steps

A good loaf needs **flour**, *water*, salt and time. Here is the plan:

1. Mix everything and wait for half an hour.
2. Fold the dough three times.
3. Let it rise until it has \`doubled\`.

| Step | Minutes | Warmth |
| :--- | ---: | :---: |
| Rise | 120 | warm |
| Bake | 35 | hot |

\`\`\`python
def loaf(flour_grams):
    # Seventy grams of water for each hundred of flour
    return {"water": flour_grams * 0.7, "salt": flour_grams * 0.02}
\`\`\`

> Patience does most of the work.

More in [a baker's notes](https://example.org/bread "Notes").
`;

export const SHORT = `A good loaf needs **flour**, *water*, salt and time:

1. Mix everything and wait for half an hour.
2. Fold the dough three times.
3. Let it rise until it has doubled.
4. Bake it hot for 35 minutes.

| Step | Minutes |
| :--- | ---: |
| Rise | 120 |
| Bake | 35 |
`;

export const HOSTILE = `<script>window.pwned = 1</script> <img src=x onerror="window.pwned = 2">

[click](javascript:window.pwned=3) and [data](data:text/html,<script>window.pwned=4</script>)

![a picture](https://example.org/tracker.png)

<iframe src="https://example.org"></iframe>

\`\`\`"><script>window.pwned=5</script>
<svg onload="window.pwned=6">
\`\`\`

| <b onclick="window.pwned=7">x</b> |
| --- |
| [relative](/logout) |

The end.`;
