import type { ExpectedDeployment } from '../assertions/expect-deployment.ts'
import { CONTAINER, PORT } from '../parts/place.ts'
import { group, TARGET } from './names.ts'

/** What the deployment of this lab must be like. */
export const expectedDeployment: ExpectedDeployment = {
  ...{ ...group, target: TARGET, image: '/uploads:2', container: CONTAINER, port: PORT },
}
