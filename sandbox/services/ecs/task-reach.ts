import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { qualified } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { parseImageName } from '../ecr/image-name.ts'
import type { TaskInterface } from '../ec2/network-interfaces.ts'
import { endpointReach, internetReach } from '../ec2/reach.ts'
import { isSecretArn, secretsOf } from './secrets.ts'
import { allowsEgress } from '../ec2/reachability.ts'

/** An address of AWS's own, for texts that name the one that did not answer. */
const AWS_IP = '52.95.116.115'
const TIMEOUT = `dial tcp ${AWS_IP}:443: i/o timeout`

/** Why a task cannot start: its stoppedReason, and the image whose container says so too. */
export interface ReachProblem {
  message: string
  image?: string
}

/**
 * What a Fargate task of these containers says when it gives up because its subnet leads neither to the internet nor to the endpoint
 * that it needs; undefined when it reaches all. Texts: AWS's documentation of stopped tasks, and its users' reports.
 */
export function reachProblem(
  scope: Scope,
  eni: TaskInterface,
  definitions: ContainerDefinition[],
): ReachProblem | undefined {
  if (reachesInternet(scope, eni)) return undefined
  const images = definitions.map(({ image = '' }) => image)
  const ecr = images.find(image => parseImageName(image))
  if (ecr && !reachesService(scope, eni, 'ecr.api')) {
    const message = `ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.${scope.region}.amazonaws.com/": ${TIMEOUT}`
    return { message }
  }
  const secret = definitions
    .flatMap(secretsOf)
    .map(({ valueFrom = '' }) => valueFrom)
    .find(valueFrom => !reachesService(scope, eni, isSecretArn(valueFrom) ? 'secretsmanager' : 'ssm'))
  if (secret !== undefined) return { message: unreadable(secret) }
  const logs = definitions.some(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs')
  if (logs && !reachesService(scope, eni, 'logs')) {
    const message =
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed'
    return { message }
  }
  const remote = images.find(image => !parseImageName(image))
  if (remote !== undefined) return unresolved(remote, qualified(remote))
  if (ecr && !reachesService(scope, eni, 'ecr.dkr')) return unresolved(ecr, awsName(ecr))
  if (ecr && !reachesService(scope, eni, 's3')) {
    const bucket = `prod-${scope.region}-starport-layer-bucket`
    const message = `CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://${bucket}.s3.${scope.region}.amazonaws.com/": ${TIMEOUT}`
    return { message, image: ecr }
  }
  return undefined
}

/** What a task says of a secret that no way leads to. */
function unreadable(valueFrom: string): string {
  const failed =
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:'
  const check = 'Check your task network configuration.'
  if (!isSecretArn(valueFrom)) {
    return `${failed} unable to retrieve secrets from ssm: The task cannot pull secret '${valueFrom}' from AWS Systems Manager Parameter Store. There is a connection issue between the task and AWS Systems Manager Parameter Store. ${check} operation error SSM: GetParameters, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`
  }
  const arn = valueFrom.split(':').slice(0, 7).join(':')
  return `${failed} unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. ${check} failed to fetch secret ${arn} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`
}

/** Whether a task with this interface reaches an AWS service (`secretsmanager`, `ssm`, `logs`): by the internet or by an endpoint. */
export function reachesService(scope: Scope, eni: TaskInterface, service: string): boolean {
  const peer = { ips: [eni.privateIpAddress], groupIds: eni.securityGroupIds }
  return reachesInternet(scope, eni) || endpointReach(scope, eni.subnetId, service, peer) !== 'none'
}

function reachesInternet(scope: Scope, { subnetId, publicIpAddress, securityGroupIds }: TaskInterface) {
  const letOut = allowsEgress(scope, securityGroupIds, { ips: [AWS_IP], groupIds: [] }, 443)
  return letOut && internetReach(scope, subnetId, publicIpAddress !== undefined) !== 'none'
}

/** A registry that does not answer; `name` is the image's with its registry's real host. */
function unresolved(image: string, name: string): ReachProblem {
  const [, registry = '', repository = '', version = ''] = /^([^/]+)\/([^@]+?)[:@]([^/]+)$/.exec(name) ?? []
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry
  const message = `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${qualified(image)}: failed to do request: Head "https://${host}/v2/${repository}/manifests/${version}": ${TIMEOUT}`
  return { message, image }
}

/** AWS's own name for an image of this registry. */
function awsName(image: string): string {
  const name = parseImageName(image)
  if (!name) return image
  const version = name.digest ? `@${name.digest}` : `:${name.tag}`
  return `${name.accountId}.dkr.ecr.${name.region}.amazonaws.com/${name.repositoryName}${version}`
}
