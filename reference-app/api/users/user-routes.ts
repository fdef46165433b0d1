import { randomUUID } from 'node:crypto'
import { Router } from 'express'
import { QueryFailedError } from 'typeorm'
import type { Deps } from '../deps.ts'
import { sweepFiles } from '../files/sweep-files.ts'
import { AppError } from '../http/app-error.ts'
import { serve } from '../http/endpoint.ts'
import { logOf } from '../http/log-requests.ts'
import { deleteUser, listUsers, registerUser } from './user-endpoints.ts'
import { UserEntity, type UserRow } from './user.entity.ts'

/** Users: register, list, delete. */
export function userRoutes(deps: Deps): Router {
  const users = deps.database.getRepository(UserEntity)
  const router = Router()

  serve(router, listUsers, async () => ({ users: await users.find({ order: { username: 'ASC' } }) }))

  serve(router, registerUser, async ({ body }) => {
    const user: UserRow = { id: randomUUID(), ...body, createdAt: Date.now() }
    try {
      await users.insert(user)
    } catch (error) {
      // Looking first would not do: between the look and the insert another task may register the same name.
      throw takenError(error, user) ?? error
    }
    return user
  })

  serve(router, deleteUser, async ({ params, response }) => {
    const { affected } = await users.delete(params.userId)
    if (!affected)
      throw new AppError(404, 'unknown-user', 'There is no such user; perhaps it was deleted already.')
    // The files are nobody's now. What cannot be removed at once goes with a later sweep.
    await sweepFiles(deps).catch((error: unknown) =>
      logOf(response).warn({ err: error }, 'files are left to sweep'),
    )
    return undefined
  })

  return router
}

function takenError(error: unknown, user: UserRow): AppError | undefined {
  if (!(error instanceof QueryFailedError)) return undefined
  const [, what] =
    /(?:Duplicate entry|UNIQUE constraint).*users[._](username|email)/.exec(error.message) ?? []
  if (what === 'username') {
    return new AppError(409, 'username-taken', `The username ${user.username} is taken. Choose another.`)
  }
  if (what === 'email') {
    return new AppError(
      409,
      'email-taken',
      `Somebody has registered with ${user.email} already. Use another address.`,
    )
  }
  return undefined
}
