import { pick, tagChanges, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

const SETTINGS = [
  ...['AlarmConfiguration', 'AutoRollbackConfiguration', 'BlueGreenDeploymentConfiguration'],
  ...['DeploymentConfigName', 'DeploymentStyle', 'ECSServices', 'LoadBalancerInfo', 'ServiceRoleArn'],
  ...['TriggerConfigurations', 'OutdatedInstancesStrategy', 'TerminationHookEnabled'],
]

/** How and where CodeDeploy deploys. */
export const awsCodeDeployDeploymentGroup: ResourceType = {
  replaces: ['ApplicationName', 'DeploymentGroupName'],
  updates: [...SETTINGS, 'Tags'],
  required: ['ApplicationName', 'ServiceRoleArn'],
  nameProperty: 'DeploymentGroupName',
  async create({ call, properties, tags, name }) {
    const deploymentGroupName = text(properties, 'DeploymentGroupName') || name({ longest: 100 })
    await call('codedeploy', 'CreateDeploymentGroup', {
      ...{ deploymentGroupName, tags },
      ...pick(properties, 'ApplicationName', ...SETTINGS),
    })
    return { physicalId: deploymentGroupName }
  },
  async update(change) {
    const { call, properties, physicalId, accountId, region, changes } = change
    if (changes(...SETTINGS)) {
      await call('codedeploy', 'UpdateDeploymentGroup', {
        ...{ applicationName: properties['ApplicationName'], currentDeploymentGroupName: physicalId },
        ...pick(properties, ...SETTINGS),
      })
    }
    const { set, gone } = tagChanges(change)
    const group = `${applicationOf(properties)}/${physicalId}`
    const ResourceArn = `arn:aws:codedeploy:${region}:${accountId}:deploymentgroup:${group}`
    if (set.length > 0) await call('codedeploy', 'TagResource', { ResourceArn, Tags: set })
    if (gone.length > 0) await call('codedeploy', 'UntagResource', { ResourceArn, TagKeys: gone })
  },
  async remove({ call, properties, physicalId: deploymentGroupName }) {
    const applicationName = applicationOf(properties)
    await call('codedeploy', 'DeleteDeploymentGroup', { applicationName, deploymentGroupName })
  },
}

function applicationOf(properties: Properties): string {
  return text(properties, 'ApplicationName')
}
