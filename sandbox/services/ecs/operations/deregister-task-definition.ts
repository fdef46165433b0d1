import type { DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { clientException, findTaskDefinition, nameOf } from '../lookup.ts'
import { taskDefinitionShape } from '../shapes.ts'
import { ecs } from '../store.ts'

/** What runs of it goes on. Throws ClientException. */
export const deregisterTaskDefinition: Operation<
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse
> = (input, { scope, sandbox }) => {
  const name = nameOf(input.taskDefinition ?? '')
  if (!name.includes(':')) throw clientException('Revision is missing.')
  const document = findTaskDefinition(scope, name)
  if (document.status !== 'ACTIVE') throw clientException('The specified task definition is inactive.')
  const deregistered = { ...document, status: 'INACTIVE' as const, deregisteredAt: sandbox.clock.now() }
  ecs(scope).taskDefinitions.put(name, deregistered)
  return { taskDefinition: taskDefinitionShape(deregistered) }
}
