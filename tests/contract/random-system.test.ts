import { systemRandom } from '../../lib/adapters/system/system-random.ts';
import { randomContract } from './random.contract.ts';

randomContract("the operating system's chance", systemRandom);
