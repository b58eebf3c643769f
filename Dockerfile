FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY stslint stslint
COPY rules rules
COPY schemas schemas
COPY docs/topics docs/topics
COPY packaging/hatch_build.py packaging/
# The first run compiles the rules next to their sources, where the user of the image cannot write.
RUN python -m pip install --no-cache-dir build \
    && python -m build --wheel --outdir /wheels \
    && python -m venv --without-pip /opt/stslint \
    && python -m pip --python /opt/stslint/bin/python install --no-cache-dir /wheels/*.whl \
    && /opt/stslint/bin/stslint rules > /dev/null

FROM python:3.13-slim
# For `git:REV`. The repository that is mounted belongs to another user than the one that reads it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY --from=build /opt/stslint /opt/stslint
ENV PATH=/opt/stslint/bin:$PATH
WORKDIR /manifests
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
ENTRYPOINT ["stslint"]
