import type { DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import type { LabAccount, Verdict } from '../define.ts'
import {
  appSpecOf,
  currentEvent,
  DEPLOYMENT_READS,
  deploymentTarget,
  type GroupName,
  newestDeployment,
  trafficOf,
} from './codedeploy-state.ts'
import { type Fail, fail, pass, waiting } from './verdicts.ts'

export interface ExpectedDeployment extends GroupName {
  /** How CodeDeploy names the service: `cluster:service`. */
  target: string
  /** The end of the name of the image that it must deploy, such as `/uploads:2`. */
  image: string
  container: string
  port: number
}

/** The reads that `expectDeploymentReady` makes. */
export const EXPECT_DEPLOYMENT_READS = [...DEPLOYMENT_READS, 'ecs:DescribeTaskDefinition']

/** The newest deployment has brought up the new version, and waits to be approved or is beyond that. Gives `deploymentId`. */
export async function expectDeploymentReady(
  account: LabAccount,
  expected: ExpectedDeployment,
): Promise<Verdict> {
  const deployment = await newestDeployment(account, expected)
  const wanted = `a deployment of an image that ends in ${expected.image}`
  if (!deployment) {
    return fail('deployment-missing', {
      title: 'No deployment yet',
      expected: wanted,
      observed: `the deployment group ${expected.group} has made none`,
      next: 'Run this step’s commands: write the AppSpec file, then start the deployment. “aws ecs update-service” does not do it: ECS refuses a new task definition for a service that CodeDeploy deploys.',
    })
  }
  const { deploymentId = '', status } = deployment
  const failed = failedDeployment(deployment, expected)
  if (failed) return failed
  const { taskDefinition } = appSpecOf(deployment)
  const image = await imageOf(account, taskDefinition, expected.container)
  if (image !== undefined && !image.endsWith(expected.image)) {
    return fail('app-spec-task-definition', {
      title: 'It deploys another version',
      expected: wanted,
      observed: `the AppSpec file names ${taskDefinition}, whose image is ${image}`,
      next: `Stop it: \`aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled\`. Then correct TaskDefinition in appspec.yaml: it wants the ARN with the number of the newest revision at its end.`,
    })
  }
  if (status === 'Created' || status === 'Queued' || status === 'InProgress') {
    const target = await deploymentTarget(account, { deploymentId, service: expected.target })
    const isShifting = target.lifecycleEvents?.some(
      ({ lifecycleEventName, status: event }) => lifecycleEventName === 'AllowTraffic' && event !== 'Pending',
    )
    if (!isShifting) {
      return waiting('deployment-installing', {
        title: 'Green is coming up',
        expected: `${wanted}, ready`,
        observed: `${deploymentId} is ${status}, at ${currentEvent(target)}; the traffic: ${trafficOf(target)}`,
        next: 'Wait, and watch the Map: green tasks start beside the blue ones, and no visitor gets there yet.',
        retryAfterSeconds: 5,
        aboutSeconds: 120,
      })
    }
  }
  return pass(`${deploymentId} has brought up ${image ?? 'the new version'}, and is ${status}.`, {
    deploymentId,
  })
}

/** What a deployment says that has ended badly; undefined for any other. */
export function failedDeployment(
  { deploymentId, status, errorInformation, rollbackInfo }: DeploymentInfo,
  { container, port }: Pick<ExpectedDeployment, 'container' | 'port'>,
): Fail | undefined {
  if (status !== 'Failed' && status !== 'Stopped') return undefined
  const { code = '', message = '' } = errorInformation ?? {}
  const observed = `${deploymentId} is ${status}${code && `, ${code}`}: ${message || 'stopped by somebody'}${rollbackInfo?.rollbackMessage ? ` ${rollbackInfo.rollbackMessage}` : ''}`
  const again = 'Then start the deployment once more: run this step’s commands.'
  if (/container \S+ does not exist in the task definition/i.test(message)) {
    return fail('app-spec-container', {
      title: 'The AppSpec file names a container that is not there',
      expected: `ContainerName "${container}", as the task definition names it`,
      observed,
      next: `Write ContainerName: "${container}" in appspec.yaml. ${again}`,
    })
  }
  if (/did not have a container port/i.test(message)) {
    return fail('app-spec-port', {
      title: 'The AppSpec file names a port that the container does not open',
      expected: `ContainerPort ${port}, as in the task definition’s portMappings`,
      observed,
      next: `Write ContainerPort: ${port} in appspec.yaml. ${again}`,
    })
  }
  if (code === 'INVALID_REVISION') {
    return fail('app-spec-invalid', {
      title: 'CodeDeploy cannot read the AppSpec file',
      expected: 'a file with version, Resources and under it one TargetService',
      observed,
      next: `Compare it line by line with the step’s: in YAML the spaces before a line say what it belongs to. ${again}`,
    })
  }
  return fail(status === 'Stopped' ? 'deployment-stopped' : 'deployment-failed', {
    title: status === 'Stopped' ? 'The deployment was stopped' : 'The deployment has failed',
    expected: 'a deployment that goes on',
    observed,
    next: `Nothing is broken: all visitors are with blue. Mend what the message names, if it names something. ${again}`,
  })
}

async function imageOf({ aws }: LabAccount, taskDefinition: string, container: string) {
  if (!taskDefinition) return undefined
  try {
    const answer = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    const containers = answer.taskDefinition?.containerDefinitions ?? []
    return containers.find(({ name }) => name === container)?.image
  } catch (error) {
    // “Unable to describe task definition.”: CodeDeploy will say so itself.
    if (error instanceof Error && error.name === 'ClientException') return undefined
    throw error
  }
}
