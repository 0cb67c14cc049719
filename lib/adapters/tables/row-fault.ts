/**
 * Something is wrong with one row, and a person has to look at it. It names the place and the kind of fault; what the row
 * holds is in nobody's log.
 */
export const rowFault = (
  table: string,
  { partitionKey, rowKey }: { readonly partitionKey: string; readonly rowKey: string },
  fault: string,
  cause?: unknown,
): Error => new Error(`Table ${table}, partition ${partitionKey}, row ${rowKey}: ${fault}`, { cause });
