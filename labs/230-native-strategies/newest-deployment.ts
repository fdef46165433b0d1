import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeTaskDefinitionCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs'
import { findService } from '../assertions/service-state.ts'
import { fail, type Fail } from '../assertions/verdicts.ts'
import type { CheckContext } from '../define.ts'
import { CONTAINER } from '../parts/place.ts'
import { place } from './names.ts'

/** The reads that `newestDeployment` makes. */
export const NEWEST_DEPLOYMENT_READS = [
  'ecs:DescribeServices',
  'ecs:ListServiceDeployments',
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:DescribeTaskDefinition',
]

/** A deployment, and the image that it brings. */
export interface Found {
  deployment: ServiceDeployment
  image: string
}

/** The service's newest deployment; a verdict where there is none by ECS, or another one than the step's. */
export async function newestDeployment(
  account: CheckContext,
  { strategy, image: wanted, again }: { strategy: string; image: string; again: string },
): Promise<Found | Fail> {
  const { ecs } = account.aws
  const expected = `a deployment of the strategy ${strategy}, of an image that ends in ${wanted}`
  const service = await findService(account, { cluster: place.name, service: place.name })
  if (service?.deploymentController?.type !== 'ECS') {
    return fail('not-moved', {
      title: 'CodeDeploy still has the service',
      expected: 'a service with the deployment controller ECS',
      observed: service ? `its deployment controller is ${service.deploymentController?.type}` : 'no service',
      next: `If AWS refused the command, its answer says what does not fit: productionListenerRule and testListenerRule want the ARNs of rules, not of listeners. ${again}`,
    })
  }
  const found = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster: place.name, service: place.name }),
  )
  const serviceDeploymentArns = [found.serviceDeployments?.[0]?.serviceDeploymentArn ?? '']
  const { serviceDeployments } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }),
  )
  const deployment = serviceDeployments?.[0]
  const image = deployment ? await imageOf(account, deployment) : ''
  if (deployment?.deploymentConfiguration?.strategy === strategy && image.endsWith(wanted)) {
    return { deployment, image }
  }
  return fail('another-deployment', {
    title: 'It is not deployed yet',
    expected,
    observed: deployment
      ? `the newest deployment has the strategy ${deployment.deploymentConfiguration?.strategy}, and brings ${image}`
      : 'no deployment',
    next: again,
  })
}

async function imageOf({ aws }: CheckContext, { targetServiceRevision }: ServiceDeployment): Promise<string> {
  const { serviceRevisions } = await aws.ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [targetServiceRevision?.arn ?? ''] }),
  )
  const { taskDefinition } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: serviceRevisions?.[0]?.taskDefinition }),
  )
  return taskDefinition?.containerDefinitions?.find(({ name }) => name === CONTAINER)?.image ?? ''
}
