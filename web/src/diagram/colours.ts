import type { MermaidConfig } from 'mermaid';

/** The colours of design/tokens.css as Mermaid can calculate with them. */
const LIGHT = {
  background: '#ffffff',
  primaryColor: '#f6eee3',
  primaryTextColor: '#221e19',
  primaryBorderColor: '#99512f',
  lineColor: '#5c574f',
  secondaryColor: '#f2efeb',
  tertiaryColor: '#fcfbf9',
  noteBkgColor: '#f2efeb',
  noteTextColor: '#221e19',
};

const DARK = {
  background: '#1d1a17',
  primaryColor: '#38291e',
  primaryTextColor: '#e9e6e1',
  primaryBorderColor: '#e09a6d',
  lineColor: '#a9a49d',
  secondaryColor: '#272420',
  tertiaryColor: '#221f1c',
  noteBkgColor: '#272420',
  noteTextColor: '#e9e6e1',
};

/** What has many parts, such as a pie, has them in turn in these. */
const LIGHT_PARTS = ['#f0dcc8', '#dfe6d4', '#d5e2ea', '#ecd9dd', '#e4dcee', '#e9e4c9'];
const DARK_PARTS = ['#5a4030', '#43503a', '#36505e', '#5e3f47', '#4d4463', '#59532f'];
const MOST_PARTS = 12;

const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

/** Returns what a diagram looks like on a dark page or on a light one. */
export function colours(dark: boolean): MermaidConfig {
  const colour = dark ? DARK : LIGHT;
  return {
    darkMode: dark,
    fontFamily: FONT,
    themeVariables: {
      ...colour,
      ...parts(dark ? DARK_PARTS : LIGHT_PARTS, colour.primaryTextColor),
      darkMode: dark,
      fontFamily: FONT,
    },
  };
}

function parts(colours: readonly string[], ink: string): Record<string, string> {
  const made: Record<string, string> = {};
  for (let part = 0; part < MOST_PARTS; part++) {
    const colour = colours[part % colours.length] ?? '';
    made[`pie${part + 1}`] = colour;
    made[`cScale${part}`] = colour;
    made[`cScaleLabel${part}`] = ink;
  }
  return made;
}
