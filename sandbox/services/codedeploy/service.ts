import type { Service } from '../../gateway/service.ts'
import { applicationArn, configArn, groupArn } from './arns.ts'
import { codedeploy } from './store.ts'

/** AWS CodeDeploy, for services of ECS. */
export const service: Service = {
  id: 'codedeploy',
  signingName: 'codedeploy',
  client: () => import('@aws-sdk/client-codedeploy'),
  resourceArn: (operation, input, { accountId, region, store }) => {
    const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
    const place = { accountId, region }
    const named = text(input.ResourceArn)
    if (named) return named
    const deployment = text(input.deploymentId)
    const known = deployment && codedeploy(store.scope(accountId, region)).deployments.get(deployment)
    if (known) return groupArn(place, known.applicationName, known.deploymentGroupName)
    const application = text(input.applicationName)
    const group = text(input.deploymentGroupName) ?? text(input.currentDeploymentGroupName)
    if (application && group) return groupArn(place, application, group)
    if (application) return applicationArn(place, application)
    const config = /DeploymentConfig$/.test(operation) && text(input.deploymentConfigName)
    return config ? configArn(place, config) : undefined
  },
  passedRoles: (_operation, input) => {
    const { serviceRoleArn } = input as { serviceRoleArn?: string }
    return serviceRoleArn ? [{ arn: serviceRoleArn, service: 'codedeploy.amazonaws.com' }] : []
  },
}
