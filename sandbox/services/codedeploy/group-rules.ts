import {
  AlarmsLimitExceededException,
  ECSServiceMappingLimitExceededException,
  InvalidAlarmConfigException,
  InvalidAutoRollbackConfigException,
  InvalidAutoScalingGroupException,
  InvalidBlueGreenDeploymentConfigurationException,
  InvalidDeploymentStyleException,
  InvalidECSServiceException,
  InvalidEC2TagException,
  InvalidLoadBalancerInfoException,
  InvalidRoleException,
  InvalidTagException,
  InvalidTargetGroupPairException,
  RoleRequiredException,
} from '@aws-sdk/client-codedeploy'
import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  CreateDeploymentGroupInput,
  LoadBalancerInfo,
} from '@aws-sdk/client-codedeploy'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { ecs } from '../ecs/store.ts'
import { exception } from './errors.ts'
import { isAssumable } from './service-role.ts'
import { codedeploy } from './store.ts'
import type { GroupDocument } from './store.ts'

const MOST_ALARMS = 10
const MOST_MINUTES = 2880

type GroupSettings = Partial<Omit<CreateDeploymentGroupInput, 'applicationName' | 'tags'>>

/** Refuses what belongs to instances. Throws the modelled exceptions. */
export function checkForEcs(input: GroupSettings): void {
  const { deploymentType, deploymentOption } = input.deploymentStyle ?? {}
  if (
    input.deploymentStyle &&
    (deploymentType !== 'BLUE_GREEN' || deploymentOption !== 'WITH_TRAFFIC_CONTROL')
  ) {
    throw exception(
      InvalidDeploymentStyleException,
      'For ECS deployment, the deployment type must be BLUE_GREEN, and deployment option must be WITH_TRAFFIC_CONTROL.',
    )
  }
  if (input.autoScalingGroups?.length) {
    throw exception(
      InvalidAutoScalingGroupException,
      'For ECS deployment group, autoScalingGroups can not be specified',
    )
  }
  if (input.ec2TagFilters?.length || input.ec2TagSet) {
    throw exception(InvalidEC2TagException, 'For ECS deployment group, ec2TagFilters can not be specified')
  }
  if (input.onPremisesInstanceTagFilters?.length || input.onPremisesTagSet) {
    const message = 'For ECS deployment group, onPremisesInstanceTagFilters can not be specified'
    throw exception(InvalidTagException, message)
  }
}

/** Throws RoleRequiredException or InvalidRoleException. */
export function checkedRole(sandbox: Sandbox, arn: string | undefined): string {
  if (!arn) throw exception(RoleRequiredException, 'Role ARN is required')
  if (!isAssumable(sandbox, arn)) {
    throw exception(
      InvalidRoleException,
      `AWS CodeDeploy does not have the permissions required to assume the role ${arn}.`,
    )
  }
  return arn
}

/** The one service of a group, which no other group may have. Throws InvalidECSServiceException, …. */
export function checkedService(
  scope: Scope,
  services: GroupSettings['ecsServices'],
  groupId: string | undefined,
): GroupDocument['ecsService'] {
  const [service, ...others] = services ?? []
  const { clusterName, serviceName } = service ?? {}
  if (!clusterName || !serviceName || others.length > 0) {
    throw exception(
      InvalidECSServiceException,
      'For ECS deployment group, ecsServices must be specified with exactly one service',
    )
  }
  const found = ecs(scope).services.get(`${clusterName}/${serviceName}`)
  if (found?.status !== 'ACTIVE') {
    const message = `The ECS service ${serviceName} in the cluster ${clusterName} could not be found`
    throw exception(InvalidECSServiceException, message)
  }
  if (found.deploymentController.type !== 'CODE_DEPLOY') {
    throw exception(
      InvalidECSServiceException,
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    )
  }
  const taken = codedeploy(scope)
    .groups.values()
    .some(
      ({ ecsService, deploymentGroupId }) =>
        deploymentGroupId !== groupId &&
        ecsService.clusterName === clusterName &&
        ecsService.serviceName === serviceName,
    )
  if (taken) {
    throw exception(
      ECSServiceMappingLimitExceededException,
      'The Amazon ECS service is associated with more than one deployment groups. An Amazon ECS service can be associated with only one deployment group.',
    )
  }
  return { clusterName, serviceName }
}

/** Throws InvalidLoadBalancerInfoException or InvalidTargetGroupPairException. */
export function checkedLoadBalancer(info: LoadBalancerInfo | undefined): LoadBalancerInfo {
  const refuse = (what: string) =>
    exception(InvalidLoadBalancerInfoException, `For ECS deployment group, loadBalancerInfo must ${what}`)
  if (!info) throw refuse('be specified')
  if (info.elbInfoList?.length) throw refuse('not contain elbInfo list')
  if (info.targetGroupInfoList?.length) throw refuse('not contain targetGroupInfo list')
  const [pair, ...others] = info.targetGroupPairInfoList ?? []
  if (!pair || others.length > 0) throw refuse('contain exactly one targetGroupPairInfo')
  const wrong = (what: string) => exception(InvalidTargetGroupPairException, `The target group pair ${what}`)
  const names = new Set(pair.targetGroups?.map(({ name }) => name).filter(Boolean))
  if (names.size !== 2) throw wrong('must have two different target groups')
  if (pair.prodTrafficRoute?.listenerArns?.length !== 1)
    throw wrong('must have exactly one production listener')
  const test = pair.testTrafficRoute?.listenerArns ?? []
  if (test.length > 1) throw wrong('must have at most one test listener')
  if (test[0] === pair.prodTrafficRoute.listenerArns[0]) {
    throw wrong('must have a test listener other than the production listener')
  }
  return { targetGroupPairInfoList: [pair] }
}

/** Throws InvalidBlueGreenDeploymentConfigurationException. */
export function checkedBlueGreen(
  given: BlueGreenDeploymentConfiguration | undefined,
): BlueGreenDeploymentConfiguration {
  const refuse = (message: string) => exception(InvalidBlueGreenDeploymentConfigurationException, message)
  if (!given) throw refuse('For ECS deployment group, blueGreenDeploymentConfiguration must be specified')
  const { terminateBlueInstancesOnDeploymentSuccess: end, deploymentReadyOption: ready } = given
  if (given.greenFleetProvisioningOption) {
    throw refuse('For ECS deployment group, greenFleetProvisioningOption can not be specified')
  }
  if (!end)
    throw refuse('For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess must be specified')
  if (!ready) throw refuse('For ECS deployment group, deploymentReadyOption must be specified')
  if (end.action !== undefined && end.action !== 'TERMINATE') {
    throw refuse(
      'For ECS deployment group, the action of terminateBlueInstancesOnDeploymentSuccess must be TERMINATE',
    )
  }
  const minutes = end.terminationWaitTimeInMinutes ?? 0
  if (!(minutes >= 0 && minutes <= MOST_MINUTES)) {
    throw refuse(`terminationWaitTimeInMinutes must be between 0 and ${MOST_MINUTES}`)
  }
  const { actionOnTimeout = 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: wait = 0 } = ready
  const least = actionOnTimeout === 'STOP_DEPLOYMENT' ? 1 : 0
  if (!(wait >= least && wait <= MOST_MINUTES)) {
    throw refuse(`waitTimeInMinutes must be between ${least} and ${MOST_MINUTES} with ${actionOnTimeout}`)
  }
  return {
    terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: minutes },
    deploymentReadyOption: { actionOnTimeout, waitTimeInMinutes: wait },
  }
}

/** Throws InvalidAlarmConfigException or AlarmsLimitExceededException. */
export function checkedAlarms(given: AlarmConfiguration | undefined): AlarmConfiguration {
  const { enabled = false, ignorePollAlarmFailure = false, alarms = [] } = given ?? {}
  if (alarms.length > MOST_ALARMS) {
    throw exception(AlarmsLimitExceededException, `A deployment group has at most ${MOST_ALARMS} alarms`)
  }
  if (enabled && alarms.length === 0) {
    throw exception(InvalidAlarmConfigException, 'Alarm configuration is enabled, but has no alarms')
  }
  if (alarms.some(({ name }) => !name)) {
    throw exception(InvalidAlarmConfigException, 'Alarm name is required')
  }
  return { enabled, ignorePollAlarmFailure, alarms }
}

/** Throws InvalidAutoRollbackConfigException. */
export function checkedRollback(given: AutoRollbackConfiguration | undefined): AutoRollbackConfiguration {
  const { enabled = false, events = [] } = given ?? {}
  if (enabled && events.length === 0) {
    const message = 'Auto rollback is enabled, but has no events'
    throw exception(InvalidAutoRollbackConfigException, message)
  }
  return { enabled, events }
}
