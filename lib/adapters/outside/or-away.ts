import { fail, type Result } from '../../domain/result.ts';
import type { SourceFailure } from '../../ports/credential-source.ts';

/** What is declared lies in our own tables: while they are away, so is the source. */
export const orAway = async <T>(
  ask: () => Promise<Result<T, SourceFailure>>,
): Promise<Result<T, SourceFailure>> => {
  try {
    return await ask();
  } catch {
    return fail({ code: 'UNAVAILABLE', detail: 'What is declared can not be read now.' });
  }
};
