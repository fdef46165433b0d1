import { z } from 'zod'

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1')

/** Body of PUT /api/account. There is no endpoint in it: no learner points the runner at another server. */
export const accountRequest = z.union([
  z.strictObject({ target: z.literal('practice') }),
  z.strictObject({
    target: z.literal('aws'),
    region,
    profile: z.string().regex(/^[\w.@+-]{1,64}$/, 'the name of a profile in ~/.aws'),
  }),
  z.strictObject({
    target: z.literal('aws'),
    region,
    accessKeyId: z.string().regex(/^ASIA[A-Z0-9]{12,124}$/, 'a temporary access key, which begins with ASIA'),
    secretAccessKey: z.string().min(16).max(128),
    sessionToken: z.string().min(16).max(8_192),
  }),
])

export const confirmRequest = z.strictObject({ accountId: z.string().regex(/^\d{12}$/, 'twelve digits') })

export const timeScaleRequest = z.strictObject({ scale: z.number().min(1).max(1000) })
