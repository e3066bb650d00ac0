import { api, type Schemas } from '../api/client';

/** The models and personas that a person may choose from; read when first needed. */
class Choices {
  models = $state.raw<readonly Schemas['Model'][]>([]);
  personas = $state.raw<readonly Schemas['Persona'][]>([]);
  #loading: Promise<void> | undefined;

  /** Reads them, unless they are known. */
  load(): Promise<void> {
    this.#loading ??= this.#read().catch(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Reads them again when they are next needed. */
  forget(): void {
    this.#loading = undefined;
  }

  persona(id: string | undefined | null): Schemas['Persona'] | undefined {
    return this.personas.find((persona) => persona.id === id);
  }

  async #read(): Promise<void> {
    const [{ models }, { personas }] = await Promise.all([
      api.get('/api/models'),
      api.get('/api/personas'),
    ]);
    this.models = models.filter(
      // A base whose loading failed may be there again; an adapter that was refused has no model.
      ({ kind, base, adapter }) => kind === 'chat' && (base === undefined || adapter !== undefined),
    );
    this.personas = personas;
  }
}

export const choices = new Choices();
