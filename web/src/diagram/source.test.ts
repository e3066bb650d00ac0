import { expect, it } from 'vitest';
import { kindOf } from './source';

it.each([
  ['flowchart TD\n  A --> B', 'flowchart'],
  ['  sequenceDiagram\n  A->>B: x', 'sequenceDiagram'],
  ['%%{init: {"theme": "dark"}}%%\nstateDiagram-v2\n  [*] --> A', 'stateDiagram-v2'],
  ['---\nconfig:\n  look: neo\n---\ngraph LR', 'graph'],
  ['---\ntitle: The oven\n---\ngraph LR', 'The oven'],
  ['pie title Pets\n  "Dogs" : 3', 'pie'],
  ['gantt\n  title A plan\n', 'A plan'],
  ['flowchart TD\n  accTitle: How bread is made\n  A --> B', 'How bread is made'],
  [`gantt\n  title ${'x'.repeat(100)}`, 'x'.repeat(60)],
  ['', 'mermaid'],
])('%j is called %j', (source, name) => {
  expect(kindOf(source)).toBe(name);
});
