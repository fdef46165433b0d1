import { randomUUID } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { IncomingMessage } from 'node:http'
import { IsNull, type DataSource } from 'typeorm'
import { hashToken, newToken } from '../security/sealed.ts'
import { LearnerEntity, type Learner } from './learner.entity.ts'
import { LoginEntity } from './login.entity.ts'

export const COOKIE = 'slipway'
const TOKEN_LIFE_MS = 24 * 3_600_000
const COOKIE_LIFE_MS = 180 * 24 * 3_600_000

export interface SignIn {
  /** The learner of this machine; made at the first start. */
  localLearner(): Promise<Learner>
  /** A token for one sign-in. Earlier ones that were not used are void from then on. */
  newToken(learnerId: string): Promise<string>
  /** The value of Set-Cookie for a token, or why there is none. */
  exchange(token: string): Promise<{ setCookie: string } | 'used' | 'wrong'>
  /** Who sends this request; null without a valid cookie. */
  learnerOf(request: IncomingMessage): Promise<Learner | null>
}

export function createSignIn(options: { database: DataSource; secure: boolean }): SignIn {
  const learners = options.database.getRepository(LearnerEntity)
  const logins = options.database.getRepository(LoginEntity)

  return {
    async localLearner() {
      const [learner] = await learners.find({ order: { createdAt: 'ASC' }, take: 1 })
      if (learner) return learner
      const made = { id: randomUUID(), name: 'Learner', createdAt: Date.now() }
      await learners.insert(made)
      return made
    },

    async newToken(learnerId) {
      await logins.delete({ learnerId, kind: 'token', usedAt: IsNull() })
      const token = newToken()
      const createdAt = Date.now()
      await logins.insert({
        hash: hashToken(token),
        kind: 'token',
        learnerId,
        createdAt,
        expiresAt: createdAt + TOKEN_LIFE_MS,
        usedAt: null,
      })
      return token
    },

    async exchange(token) {
      const hash = hashToken(token)
      const now = Date.now()
      const login = await logins.findOneBy({ hash, kind: 'token' })
      if (!login || login.expiresAt < now) return 'wrong'
      // The condition decides between two that come at once.
      const { affected } = await logins.update({ hash, kind: 'token', usedAt: IsNull() }, { usedAt: now })
      if (affected !== 1) return 'used'
      const value = newToken()
      await logins.insert({
        hash: hashToken(value),
        kind: 'cookie',
        learnerId: login.learnerId,
        createdAt: now,
        expiresAt: now + COOKIE_LIFE_MS,
        usedAt: null,
      })
      const setCookie = stringifySetCookie({
        name: COOKIE,
        value,
        httpOnly: true,
        sameSite: 'strict',
        secure: options.secure,
        path: '/',
        maxAge: COOKIE_LIFE_MS / 1000,
      })
      return { setCookie }
    },

    async learnerOf(request) {
      const value = parseCookie(request.headers.cookie ?? '')[COOKIE]
      if (!value) return null
      const login = await logins.findOneBy({ hash: hashToken(value), kind: 'cookie' })
      if (!login || login.expiresAt < Date.now()) return null
      return learners.findOneBy({ id: login.learnerId })
    },
  }
}
