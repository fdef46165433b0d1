import { randomInt } from 'node:crypto'
import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'

const KINDS = {
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  space: ' ',
}

/** A password of random characters, one of each kind at least. */
export const getRandomPassword: Operation<GetRandomPasswordRequest, GetRandomPasswordResponse> = input => {
  const { PasswordLength: length = 32, ExcludeCharacters = '', RequireEachIncludedType = true } = input
  if (length < 1 || length > 4096) {
    throw invalidParameter(`PasswordLength must be between 1 and 4096; got ${length}.`)
  }
  const excluded = new Set(ExcludeCharacters)
  const kinds = [
    ...(input.ExcludeLowercase ? [] : [KINDS.lowercase]),
    ...(input.ExcludeUppercase ? [] : [KINDS.uppercase]),
    ...(input.ExcludeNumbers ? [] : [KINDS.numbers]),
    ...(input.ExcludePunctuation ? [] : [KINDS.punctuation]),
    ...(input.IncludeSpace ? [KINDS.space] : []),
  ]
    .map(kind => [...kind].filter(character => !excluded.has(character)))
    .filter(kind => kind.length > 0)
  const all = kinds.flat()
  if (all.length === 0) {
    throw invalidParameter('The password cannot be made: every character is excluded.')
  }
  const required = RequireEachIncludedType ? kinds : []
  if (length < required.length) {
    throw invalidParameter(
      `PasswordLength must be at least ${required.length} to have a character of each included type; got ${length}.`,
    )
  }
  const characters = required.map(pick)
  while (characters.length < length) characters.push(pick(all))
  return { RandomPassword: shuffled(characters).join('') }
}

function pick(characters: string[]): string {
  return characters[randomInt(characters.length)] ?? ''
}

function shuffled(characters: string[]): string[] {
  for (let index = characters.length - 1; index > 0; index--) {
    const other = randomInt(index + 1)
    const held = characters[index] ?? ''
    characters[index] = characters[other] ?? ''
    characters[other] = held
  }
  return characters
}
