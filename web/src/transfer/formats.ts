export const FORMATS = ['json', 'markdown', 'html'] as const;
