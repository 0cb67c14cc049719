/** .NET writes the first three groups of a uuid with the lowest byte first. */
const DOTNET_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

const reorder = (bytes: Buffer): Buffer => Buffer.from(DOTNET_ORDER.map((index) => bytes[index] ?? 0));

/** The delivery tag that carries a lock token: the bytes in .NET's order, which the client turns around again. */
export const tagOf = (token: string): Buffer => reorder(Buffer.from(token, 'hex'));

/** The lock token in a delivery tag. */
export const tokenOf = (tag: Buffer): string => reorder(tag).toString('hex');
