import type { Step } from '../exchange.ts'

/** Writes the output in the service's protocol. */
export const serialize: Step = exchange => {
  const { operation, output, service, requestId } = exchange
  exchange.response = service.model.protocol.write(operation, output ?? {}, service.model, requestId)
  const { $metadata } = (output ?? {}) as { $metadata?: { httpStatusCode?: number } }
  if ($metadata?.httpStatusCode) exchange.response.status = $metadata.httpStatusCode
}
