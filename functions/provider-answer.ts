import type { ProviderAnswer } from '../lib/api/openid-providers.ts';
import type { OpenIdProvider } from '../lib/domain/openid-provider.ts';
import type { Result } from '../lib/domain/result.ts';
import type { ProviderFailure } from '../lib/use-cases/keep-provider.ts';
import { providerView } from '../lib/use-cases/list-providers.ts';
import type { Reply } from './api.ts';

/** How a provider stands now, or why nothing became of what was said. */
export const providerAnswer = (
  done: Result<OpenIdProvider, ProviderFailure>,
  status: 200 | 201,
): Reply<{ readonly provider: ProviderAnswer }> =>
  done.ok ? { status, body: { provider: providerView(done.value) } } : providerProblem(done.failure);

const providerProblem = (failure: ProviderFailure): Extract<Reply<never>, { readonly problem: string }> => {
  switch (failure) {
    case 'UNKNOWN_TENANT':
      return { problem: 'not-found', detail: 'No such tenant is watched. See the setting TENANTS.' };
    case 'UNKNOWN_PROVIDER':
    case 'REMOVED':
      return {
        problem: 'not-found',
        detail: 'No such provider is declared. GET /api/openid-providers lists them.',
      };
    case 'ALREADY_THERE':
      return {
        problem: 'conflict',
        detail: 'A provider of this name has credentials of this name already. Choose another name.',
      };
    case 'NOT_CONFIGURED':
      return { problem: 'conflict', detail: 'It is a copy that nobody has configured. Edit it first.' };
    case 'IN_USE':
      return { problem: 'conflict', detail: 'It is in use. Take away who uses it (usedBy) first.' };
    case 'NOT_ENABLED':
    case 'BUSY':
      return { problem: 'conflict', detail: 'Others change it at this moment. Try again.' };
  }
};
