import { DefaultAzureCredential } from '@azure/identity';
import { isServiceBusError, type ProcessErrorArgs, ServiceBusClient } from '@azure/service-bus';

/** By a connection string on one machine; on Azure as whoever runs this: a managed identity, or who is signed in to az. */
export const connect = (): ServiceBusClient => {
  const { SERVICE_BUS_CONNECTION: connection, SERVICE_BUS_NAMESPACE: namespace } = process.env;
  if (connection !== undefined) return new ServiceBusClient(connection);
  if (namespace !== undefined) return new ServiceBusClient(namespace, new DefaultAzureCredential());
  throw new Error('Set SERVICE_BUS_CONNECTION, or SERVICE_BUS_NAMESPACE to example.servicebus.windows.net.');
};

/** The client connects again by itself; a subscription that is not there, or not ours to read, needs a person. */
export const processError = ({ error }: ProcessErrorArgs): Promise<void> => {
  process.stderr.write(`${error.message}\n`);
  if (isServiceBusError(error) && /NotFound|Unauthorized/.test(error.code)) process.exit(1);
  return Promise.resolve();
};

/** Ctrl+C, or a stop of the container: a message that is not completed by then comes again. */
export const closeWhenStopped = (client: ServiceBusClient): void => {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void client.close().then(() => process.exit(0)));
  }
};
