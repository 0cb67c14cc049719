import type { TenantId } from './ids.ts';

/** A Microsoft Entra tenant that we watch. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  /** DEVL, NLE, LIVE, or what the organisation says. */
  readonly environment: string;
  /** Drivers, fault injection and benchmarks refuse a tenant where this is false. */
  readonly automatedTesting: boolean;
  /** IANA name of the time zone of its people, if all of them share one. */
  readonly timeZone?: string | undefined;
  /** Where people manage it: the portal of its cloud. Absent: that of the public one. */
  readonly portal?: string | undefined;
}

/** Where nothing is said, only a development tenant may be tested automatically. */
export const testingAllowedByDefault = (environment: string): boolean => /^DEV/i.test(environment);
