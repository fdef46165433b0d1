import type { ECSTaskSet } from '@aws-sdk/client-codedeploy'
import type { Scope } from '../../store/store.ts'
import { balancing } from '../elbv2/store.ts'
import { ecs } from '../ecs/store.ts'
import { taskSetShape } from '../ecs/task-set-shape.ts'
import type { DeploymentDocument } from './store.ts'

/** Both task sets of a deployment with their shares of the traffic, blue first. */
export function taskSetsInfo(scope: Scope, deployment: DeploymentDocument): ECSTaskSet[] {
  const { clusterName, serviceName } = deployment.ecsService
  const service = ecs(scope).services.get(`${clusterName}/${serviceName}`)
  const { blueTaskSetId, greenTaskSetId, weights } = deployment
  return (
    [
      ['Blue', blueTaskSetId, weights.blue],
      ['Green', greenTaskSetId, weights.green],
    ] as const
  ).flatMap(([taskSetLabel, id, trafficWeight]) => {
    const taskSet = service?.taskSets?.find(known => known.id === id)
    if (!service || !taskSet) return []
    const { computedDesiredCount, pendingCount, runningCount, status, loadBalancers } = taskSetShape(
      scope,
      service,
      taskSet,
    )
    const group = balancing(scope).targetGroups.get(loadBalancers?.[0]?.targetGroupArn ?? '')
    return [
      {
        identifer: taskSet.id,
        ...{ desiredCount: computedDesiredCount, pendingCount, runningCount, status, trafficWeight },
        ...(group && { targetGroup: { name: group.TargetGroupName } }),
        taskSetLabel,
      },
    ]
  })
}
