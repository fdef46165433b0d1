import { pick, text } from '../engine/properties.ts'
import type { ResourceType } from '../engine/resource-type.ts'

const PROPERTIES = ['ComputePlatform', 'MinimumHealthyHosts', 'TrafficRoutingConfig']

/** How a deployment shifts its traffic. */
export const awsCodeDeployDeploymentConfig: ResourceType = {
  replaces: ['DeploymentConfigName', ...PROPERTIES],
  updates: [],
  nameProperty: 'DeploymentConfigName',
  async create({ call, properties, name }) {
    const deploymentConfigName = text(properties, 'DeploymentConfigName') || name({ longest: 100 })
    await call('codedeploy', 'CreateDeploymentConfig', {
      deploymentConfigName,
      ...pick(properties, ...PROPERTIES),
    })
    return { physicalId: deploymentConfigName }
  },
  async remove({ call, physicalId }) {
    await call('codedeploy', 'DeleteDeploymentConfig', { deploymentConfigName: physicalId })
  },
}
