import type { LinkId } from '../domain/ids.ts';
import type { Link } from '../domain/link.ts';
import type { Aggregates } from './aggregates.ts';

/** One-hour links, each with its sealed secret while it has one. */
export type Links = Aggregates<LinkId, Link>;
