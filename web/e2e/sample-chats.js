// Chats such as a small team has, to be imported for pictures; the shape is that of ChatGPT's export.
const DAY = 86_400;

const BREAD = `Here is a plan for two loaves, baked on Saturday morning.

| Step | When | How long |
|---|---|---:|
| Mix flour, water and salt | Friday, 18:00 | 15 min |
| Fold | three times | 30 min apart |
| Rest in the cold | over night | 12 h |
| Bake at 240 °C | Saturday, 8:00 | 40 min |

The water is **70 %** of the flour, so for $m$ grams of flour:

$$w = 0.7 \\cdot m$$

\`\`\`mermaid
flowchart LR
  A[Mix] --> B[Fold] --> C{Doubled?}
  C -- no --> B
  C -- yes --> D[Bake]
\`\`\``;

const CODE = `A record keeps it short. \`compareTo\` makes the list sort itself.

\`\`\`java
record Reading(Instant at, double celsius) implements Comparable<Reading> {
  Reading {
    if (celsius < -273.15) {
      throw new IllegalArgumentException("colder than cold: " + celsius);
    }
  }

  @Override
  public int compareTo(Reading other) {
    return at.compareTo(other.at);
  }
}
\`\`\`

1. The compact constructor checks every reading once.
2. Equality and \`toString\` come with the record.`;

const CHATS = [
  ['Bread for Saturday', 0, 'Make a plan for baking two loaves by Saturday morning.', BREAD],
  ['Readings as a record', 0, 'How do I model a temperature reading in Java?', CODE],
  ['Letter to the landlord', 1, 'Make this letter friendlier.', 'Of course. Here it is.'],
  ['Words for a wedding', 3, 'Help me with a toast.', 'Gladly. Who is getting married?'],
  ['Names for the new ward', 5, 'Suggest ten names for a hospital ward.', 'Ten names follow.'],
  ['Quarterly figures', 12, 'Sum these figures up in three sentences.', 'Sales rose by a tenth.'],
  ['Questions for the audit', 20, 'What will the auditors ask?', 'Who may see what, and why.'],
];

function node(id, parent, child, role, text, time) {
  const message = {
    id,
    author: { role },
    create_time: time,
    content: { content_type: 'text', parts: [text] },
  };
  return { id, parent, children: child ? [child] : [], message };
}

/** The export, its newest chat of now. */
export function sampleChats(now = Date.now() / 1000) {
  return CHATS.map(([title, days, question, answer], i) => {
    const time = now - days * DAY - i * 60;
    return {
      ...{ id: `chat-${i}`, title, create_time: time, update_time: time + 1 },
      current_node: `reply-${i}`,
      mapping: {
        [`question-${i}`]: node(`question-${i}`, null, `reply-${i}`, 'user', question, time),
        [`reply-${i}`]: node(`reply-${i}`, `question-${i}`, '', 'assistant', answer, time + 1),
      },
    };
  });
}
