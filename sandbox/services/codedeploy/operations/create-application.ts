import {
  ApplicationAlreadyExistsException,
  InvalidApplicationNameException,
} from '@aws-sdk/client-codedeploy'
import type { CreateApplicationInput, CreateApplicationOutput } from '@aws-sdk/client-codedeploy'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { checkPlatform } from '../configs.ts'
import { exception } from '../errors.ts'
import { codedeploy } from '../store.ts'
import { checkedTags } from '../tags.ts'

/** Throws ApplicationAlreadyExistsException, InvalidApplicationNameException, and 501 for platforms other than ECS. */
export const createApplication: Operation<CreateApplicationInput, CreateApplicationOutput> = (
  input,
  { scope, sandbox },
) => {
  const { applicationName = '', computePlatform = 'Server' } = input
  const { applications } = codedeploy(scope)
  if (!/^[A-Za-z0-9+=,.@_-]{1,100}$/.test(applicationName)) {
    throw exception(InvalidApplicationNameException, `The application name ${applicationName} is not valid`)
  }
  if (applications.has(applicationName)) {
    throw exception(ApplicationAlreadyExistsException, `Application already exists: ${applicationName}`)
  }
  checkPlatform(computePlatform)
  const applicationId = randomUUID()
  const tags = checkedTags(input.tags)
  applications.put(applicationName, { applicationId, applicationName, createdAt: sandbox.clock.now(), tags })
  return { applicationId }
}
