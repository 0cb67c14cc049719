import { parseArgs } from 'node:util';
import { type ContenderPlace, openPlace } from './scan-place.ts';
import { productScan } from './scan-product.ts';
import { sdkFloor } from './scan-sdk-floor.ts';
import { wireFloor } from './scan-wire-floor.ts';

/** One of those that scan the generated tenant, as a process of its own; what it cost is one line of JSON. */
const CONTENDERS: Readonly<Record<string, (place: ContenderPlace) => Promise<object>>> = {
  product: productScan,
  sdk: sdkFloor,
  wire: wireFloor,
};

const { values } = parseArgs({
  options: { as: { type: 'string' }, graph: { type: 'string' }, tables: { type: 'string' } },
});
const contender = CONTENDERS[values.as ?? ''];
if (contender === undefined) throw new Error(`There is no contender ${values.as ?? ''}.`);
const place = openPlace(values.graph ?? '', values.tables ?? '');
process.stdout.write(`${JSON.stringify(await contender(place))}\n`);
process.exit();
