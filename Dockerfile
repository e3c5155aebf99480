# Builds with everything, runs with what production needs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save
COPY . .
# The package needs no model; this service's handlers do.
RUN npm run build && npm prune --omit=dev \
  && npm install --no-save --save-prod --omit=dev $(node -p "const { devDependencies: d } = require('./package.json'); ['node-llama-cpp', 'openai'].map((name) => name + '@' + d[name]).join(' ')")

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir -p /var/lib/specwire && chown node:node /var/lib/specwire
USER node
CMD ["node", "dist/server/main.js"]
