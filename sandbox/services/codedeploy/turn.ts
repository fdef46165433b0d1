import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { ecs } from '../ecs/store.ts'
import type { ServiceDocument } from '../ecs/store.ts'
import { DeploymentFailure } from './failure.ts'
import type { DeploymentDocument } from './store.ts'

/** One deployment in one turn of the controller. */
export interface Turn {
  sandbox: Sandbox
  scope: Scope
  deployment: DeploymentDocument
  /** The account's own time. */
  time: number
}

/** The service that is deployed to. Throws DeploymentFailure when it is gone. */
export function serviceOf({ scope, deployment }: Pick<Turn, 'scope' | 'deployment'>): ServiceDocument {
  const { clusterName, serviceName } = deployment.ecsService
  const service = ecs(scope).services.get(`${clusterName}/${serviceName}`)
  if (service?.status === 'ACTIVE' && service.taskSets) return service
  throw new DeploymentFailure(
    'INVALID_ECS_SERVICE',
    `The ECS service ${serviceName} in the cluster ${clusterName} is not ACTIVE or does not exist.`,
  )
}
