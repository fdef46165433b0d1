import { DescribeTaskDefinitionCommand, type Service } from '@aws-sdk/client-ecs'
import type { LabAccount, Verdict } from '../define.ts'
import { diagnoseTargets, type ExpectedDoors } from './diagnose-targets.ts'
import { diagnoseTasks } from './diagnose-tasks.ts'
import {
  findService,
  primaryOf,
  readService,
  SERVICE_READS,
  type ServiceState,
  targetGroupsOf,
} from './service-state.ts'
import { fail, pass, tagMissing, waiting, type Fail } from './verdicts.ts'

export interface ExpectedService extends ExpectedDoors {
  cluster: string
  service: string
  container: string
  /** With which it must register its tasks, or may, where ECS moves traffic between two; without one no load balancer is asked. */
  targetGroupArn?: string
  /** How many tasks must run. */
  tasks: number
  /** More than that is right too. */
  orMore?: boolean
  /** The end of the image's name that the tasks must run, such as `/web:2`. */
  image?: string
  /** The end of the image's name that they ran before. */
  imageBefore?: string
  lab: string
  /** By whatever way the tasks reach AWS; otherwise it must be by public addresses. */
  anyNetwork?: boolean
  /** Who deploys; ECS itself when absent. */
  controller?: 'CODE_DEPLOY'
}

/** The reads that `expectServiceStable` makes. */
export const SERVICE_STABLE_READS = [...SERVICE_READS, 'ecs:DescribeTaskDefinition']

/**
 * The service runs as many tasks as it should, all of its newest deployment, and the load balancer finds each of them healthy.
 * While it does not, says why, if the stopped tasks, the target group or the security groups tell. Gives `serviceArn`.
 */
export async function expectServiceStable(account: LabAccount, expected: ExpectedService): Promise<Verdict> {
  const service = await findService(account, expected)
  if (!service) {
    return fail('service-missing', {
      title: 'No service yet',
      expected: `a service ${expected.service} in the cluster ${expected.cluster}`,
      observed: 'no active service of that name',
      next: 'Run this step’s command. If AWS refused it, the last line of its answer names what does not fit.',
    })
  }
  const wrong = wrongShape(service, expected)
  if (wrong) return wrong
  const image = await imageOf(account, service, expected.container)
  if (expected.imageBefore && image.endsWith(expected.imageBefore)) {
    return fail('not-updated', {
      title: 'The service still has the old version',
      expected: `tasks of an image that ends in ${expected.image}`,
      observed: `its newest deployment starts ${image}`,
      next: 'Run this step’s commands: register the new version, then give it to the service.',
    })
  }
  const state = await readService(account, service)
  const why = diagnoseTasks(state) ?? diagnoseTargets(state, expected)
  if (why) return why
  const settling = unsettled(state)
  if (settling) return settling
  if (expected.image && !image.endsWith(expected.image)) {
    return fail('image', {
      title: 'Another image',
      expected: `tasks of an image that ends in ${expected.image}`,
      observed: `they run ${image}`,
      next: 'Correct the tag in "image", and run this step’s commands again.',
    })
  }
  const serviceArn = service.serviceArn ?? ''
  return pass(
    `${service.runningCount} tasks run ${image}${state.targetGroup ? ', and the load balancer finds each of them healthy' : ''}.`,
    { serviceArn },
    [{ type: 'ecs:service', id: serviceArn }],
  )
}

/** What no waiting mends. */
function wrongShape(service: Service, expected: ExpectedService): Fail | undefined {
  const { cluster, service: name, tasks, targetGroupArn, lab } = expected
  const untagged = tagMissing(service.tags, {
    lab,
    what: `a service ${name}`,
    command: `aws ecs tag-resource --resource-arn ${service.serviceArn} --tags key=slipway-lab,value=${lab}`,
  })
  if (untagged) return untagged
  const { desiredCount = 0 } = service
  if (expected.orMore ? desiredCount < tasks : desiredCount !== tasks) {
    return fail('desired-count', {
      title: `It wants ${desiredCount === 1 ? 'one task' : `${desiredCount} tasks`}`,
      expected: `a desired count of ${tasks}`,
      observed: `its desired count is ${desiredCount}`,
      next: `Set it: \`aws ecs update-service --cluster ${cluster} --service ${name} --desired-count ${tasks}\``,
    })
  }
  const anew = `Delete the service: \`aws ecs delete-service --cluster ${cluster} --service ${name} --force\`, wait until it is gone, and create it again.`
  const controller = service.deploymentController?.type ?? 'ECS'
  if (controller !== (expected.controller ?? 'ECS')) {
    return fail('deployment-controller', {
      title: `It is deployed by ${controller === 'ECS' ? 'ECS itself' : 'somebody else'}`,
      expected: `a service with the deployment controller ${expected.controller ?? 'ECS'}`,
      observed: `its deployment controller is ${controller}`,
      next: anew,
    })
  }
  const primary = primaryOf(service)
  const { loadBalancers, networkConfiguration } = primary
  if (targetGroupArn !== undefined && !targetGroupsOf(primary).includes(targetGroupArn)) {
    return fail('service-without-target-group', {
      title: 'Nobody tells the load balancer of the tasks',
      expected: `a service that registers its tasks with the target group ${targetGroupArn}`,
      observed:
        loadBalancers.map(one => `it registers them with ${one.targetGroupArn}`).join(', ') ||
        'it was created without --load-balancers',
      next: anew,
    })
  }
  const network = networkConfiguration?.awsvpcConfiguration
  if (!expected.anyNetwork && network?.assignPublicIp !== 'ENABLED') {
    return fail('no-public-address', {
      title: 'The tasks have no public address',
      expected: 'assignPublicIp=ENABLED, for in a public subnet a task reaches the registry only with one',
      observed: `assignPublicIp is ${network?.assignPublicIp ?? 'not set'}`,
      next: `Correct it: \`aws ecs update-service --cluster ${cluster} --service ${name} --network-configuration 'awsvpcConfiguration={subnets=[${network?.subnets?.join(',')}],securityGroups=[${network?.securityGroups?.join(',')}],assignPublicIp=ENABLED}'\``,
    })
  }
  return undefined
}

/** What still changes by itself. */
function unsettled({ service, primary, older, targets }: ServiceState): Verdict | undefined {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service
  const behindBalancer = primary.loadBalancers.length > 0
  const healthy = targets.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length
  const oldTasks = older.reduce((sum, { runningCount: count }) => sum + count, 0)
  const done =
    primary.runningCount === desiredCount &&
    runningCount === desiredCount &&
    older.length === 0 &&
    (!behindBalancer || healthy === desiredCount) &&
    (primary.rolloutState ?? 'COMPLETED') === 'COMPLETED'
  if (done) return undefined
  return waiting('service-settling', {
    title: 'The service is getting there',
    expected: `${desiredCount} tasks running${behindBalancer ? ' and healthy' : ''}, of one deployment that is completed`,
    observed: `${primary.runningCount} running, ${pendingCount} starting${behindBalancer ? `, ${healthy} healthy` : ''}${oldTasks > 0 ? `, and ${oldTasks} of the version before` : ''}; the deployment is ${primary.rolloutState ?? 'under way'}`,
    next: 'Wait, and watch the Map: a task is fetched, started, registered with the target group, and asked twice whether it is well.',
    retryAfterSeconds: 5,
    aboutSeconds: older.length > 0 ? 150 : 90,
  })
}

async function imageOf({ aws }: LabAccount, service: Service, container: string): Promise<string> {
  const { taskDefinition } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: primaryOf(service).taskDefinition }),
  )
  return taskDefinition?.containerDefinitions?.find(({ name }) => name === container)?.image ?? ''
}
