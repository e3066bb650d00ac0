import type { Model } from '../page/schemas';
import { text } from '../text/catalogue';
import { bytes, number } from '../text/numbers';

/** Returns what is known of a model, as pairs of a name and a value; what is not known is left out. */
export function factsOf(model: Model): [name: string, value: string][] {
  const { facts } = text.models;
  const all: [string, string | undefined][] = [
    [facts.kind, text.models.kinds[model.kind]],
    [facts.size, whenKnown(model.size_bytes, bytes)],
    [facts.context, whenKnown(model.context_length, (tokens) => facts.tokens(number(tokens)))],
    [facts.parameters, whenKnown(model.parameters, compact)],
    [facts.quantization, model.quantization],
    [facts.architecture, model.architecture],
    [facts.licence, model.licence],
    [
      facts.adapter,
      model.adapter && `${model.adapter.name} (${model.adapter.sha256.slice(0, 12)})`,
    ],
  ];
  return all.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

/** Returns the models that are no other's with an adapter. */
export const bases = (models: readonly Model[]) => models.filter(({ base }) => base === undefined);

/** Returns a model's adapters, as the models that they make of it. */
export const adaptedOf = (model: Model, models: readonly Model[]) =>
  models.filter(({ base }) => base === model.id);

/** Returns the name of an adapter, given what it makes of a model. */
export const adapterName = ({ id, base = '' }: Model) => id.slice(base.length + 1);

/** Returns what an adapter may be called by the name of its file. */
export const nameOfFile = (file: string) => file.replace(/\.gguf$/, '').slice(0, 64);

function whenKnown(value: number | undefined, written: (value: number) => string) {
  return value === undefined ? undefined : written(value);
}

function compact(value: number): string {
  return value >= 1e9
    ? text.models.facts.billion(number(value / 1e9, 1))
    : text.models.facts.million(number(value / 1e6));
}
