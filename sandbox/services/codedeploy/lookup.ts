import {
  ApplicationDoesNotExistException,
  ApplicationNameRequiredException,
  DeploymentConfigDoesNotExistException,
  DeploymentDoesNotExistException,
  DeploymentGroupDoesNotExistException,
  DeploymentGroupNameRequiredException,
  DeploymentIdRequiredException,
  InvalidDeploymentIdException,
  InvalidNextTokenException,
} from '@aws-sdk/client-codedeploy'
import type { Scope } from '../../store/store.ts'
import { PREDEFINED } from './configs.ts'
import { exception } from './errors.ts'
import { codedeploy, groupKey } from './store.ts'
import type { ApplicationDocument, ConfigDocument, DeploymentDocument, GroupDocument } from './store.ts'

/** Throws ApplicationDoesNotExistException. */
export function findApplication(scope: Scope, name: string | undefined): ApplicationDocument {
  if (!name) throw exception(ApplicationNameRequiredException, 'Application name is required')
  const found = codedeploy(scope).applications.get(name)
  if (!found) throw exception(ApplicationDoesNotExistException, `No application found for name: ${name}`)
  return found
}

/** Throws ApplicationDoesNotExistException or DeploymentGroupDoesNotExistException. */
export function findGroup(
  scope: Scope,
  applicationName: string | undefined,
  name: string | undefined,
): GroupDocument {
  const application = findApplication(scope, applicationName)
  if (!name) throw exception(DeploymentGroupNameRequiredException, 'Deployment Group name is required')
  const key = groupKey({ applicationName: application.applicationName, deploymentGroupName: name })
  const found = codedeploy(scope).groups.get(key)
  if (!found) {
    throw exception(DeploymentGroupDoesNotExistException, `No Deployment Group found for name: ${name}`)
  }
  return found
}

/** A predefined configuration or the account's own. Throws DeploymentConfigDoesNotExistException. */
export function findConfig(scope: Scope, name: string | undefined): ConfigDocument {
  const found = PREDEFINED.get(name ?? '') ?? codedeploy(scope).configs.get(name ?? '')
  if (!found) {
    const message = `No Deployment Configuration found for name: ${name ?? ''}`
    throw exception(DeploymentConfigDoesNotExistException, message)
  }
  return found
}

/** Throws DeploymentIdRequiredException, InvalidDeploymentIdException or DeploymentDoesNotExistException. */
export function findDeployment(scope: Scope, id: string | undefined): DeploymentDocument {
  if (!id) throw exception(DeploymentIdRequiredException, 'Deployment ID is required')
  if (!/^d-[A-Z0-9]{9}$/.test(id)) {
    throw exception(InvalidDeploymentIdException, `Deployment ID ${id} is not valid`)
  }
  const found = codedeploy(scope).deployments.get(id)
  if (!found) throw exception(DeploymentDoesNotExistException, `The deployment ${id} could not be found`)
  return found
}

/** Answers are whole: there is no next page to ask for. Throws InvalidNextTokenException. */
export function checkNoToken(nextToken: string | undefined): void {
  if (nextToken)
    throw exception(InvalidNextTokenException, 'The next token was specified in an invalid format.')
}

/** Whether nothing happens to a deployment any more. */
export function isOver({ stage }: DeploymentDocument): boolean {
  return stage === 'done'
}
