/** What one name of the endpoints shows; days count from the epoch. */
export interface EndpointTemplate {
  readonly name: string;
  readonly endsIn: number;
  /** A year, unless said otherwise. */
  readonly lifetimeDays?: number;
  /** Shown without the authority that signed it, or signed by itself. */
  readonly shows?: 'leaf-only' | 'self-signed';
}

/** The authority between the root and the servers ends as well, and takes all of them with it. */
export const INTERMEDIATE_ENDS_IN = 200;

/** Doors of the made-up tenant that no vault and no directory knows of. */
export const DEFAULT_ENDPOINTS: readonly EndpointTemplate[] = [
  { name: 'shop.localhost', endsIn: 19, lifetimeDays: 90 },
  { name: 'vpn.localhost', endsIn: 150, shows: 'leaf-only' },
  { name: 'printer.localhost', endsIn: -12, shows: 'self-signed' },
];
