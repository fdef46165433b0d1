import { z } from 'zod'
import { defineEndpoint } from '../http/endpoint.ts'

/** Small letters only, so that "Ada" and "ada" are one name in every database. */
const lower = (text: unknown) => (typeof text === 'string' ? text.trim().toLowerCase() : text)

export const NewUser = z.object({
  username: z.preprocess(
    lower,
    z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9-]{1,31}$/,
        'must be 2 to 32 letters, digits or hyphens, and begin with no hyphen',
      ),
  ),
  email: z.preprocess(lower, z.email('must be an e-mail address such as ada@example.com').max(191)),
})

export const User = z.object({
  id: z.uuid(),
  username: z.string(),
  email: z.string(),
  createdAt: z.number().describe('Milliseconds since 1970.'),
})

export const UserParams = z.object({ userId: z.uuid('must be the id of a user') })

export const listUsers = defineEndpoint({
  method: 'get',
  path: '/api/users',
  summary: 'List the users by name',
  status: 200,
  answer: z.object({ users: z.array(User) }),
  errors: [],
})

export const registerUser = defineEndpoint({
  method: 'post',
  path: '/api/users',
  summary: 'Register a user',
  body: NewUser,
  status: 201,
  answer: User,
  errors: [400, 409],
})

export const deleteUser = defineEndpoint({
  method: 'delete',
  path: '/api/users/:userId',
  summary: 'Delete a user with all files',
  params: UserParams,
  status: 204,
  errors: [404],
})
