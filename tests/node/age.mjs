// Seals and opens with npm `age-encryption`: one JSON request a line, {command, key: [...], data}, one answer a
// line. Bytes are base64.
import { createInterface } from "node:readline";
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";

const LOG_N = 10;

const commands = {
  async keygen() {
    const identity = await generateHybridIdentity();
    return Buffer.from(`${identity} ${await identityToRecipient(identity)}`);
  },
  async seal(recipients, data) {
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    return encrypter.encrypt(data);
  },
  async "seal-passphrase"([text], data) {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(text);
    encrypter.setScryptWorkFactor(LOG_N);
    return encrypter.encrypt(data);
  },
  async open([identity], data) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return decrypter.decrypt(data);
  },
  async "open-passphrase"([text], data) {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(text);
    return decrypter.decrypt(data);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, key, data } = JSON.parse(line);
  const answer = await commands[command](key, Buffer.from(data, "base64"));
  process.stdout.write(`${Buffer.from(answer).toString("base64")}\n`);
}
