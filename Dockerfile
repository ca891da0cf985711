# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE ./
COPY .mvn .mvn
COPY conf conf
COPY src src
COPY webroot webroot
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -Dmaven.test.skip package

FROM eclipse-temurin:17-jre
RUN groupadd --system --gid 10001 altertable \
 && useradd --system --uid 10001 --gid altertable --home-dir /data --shell /usr/sbin/nologin altertable \
 && install --directory --owner altertable --group altertable --mode 0700 /data
COPY --from=build /build/target/altertable-mcp.jar /opt/altertable/altertable-mcp.jar
COPY conf/config.yaml /conf/config.yaml

# The classes of a start as the JVM wants them, from a start on data that is thrown away: later ones take half as long.
# A JVM that the archive does not fit goes without.
RUN install --directory --owner altertable --group altertable /opt/altertable/classes \
 && setpriv --reuid=altertable --regid=altertable --clear-groups env ALTERTABLE_DATA_DIR=/tmp/training \
    java -XX:ArchiveClassesAtExit=/opt/altertable/classes/start.jsa -Xlog:cds=error -Xlog:cds+dynamic=error -jar /opt/altertable/altertable-mcp.jar check \
 && rm -rf /tmp/training

# Listeners must be reachable from outside the container. Publish 9090 to your monitoring only.
ENV ALTERTABLE_MCP_HOST=0.0.0.0 \
    ALTERTABLE_APP_HOST=0.0.0.0 \
    ALTERTABLE_MANAGEMENT_HOST=0.0.0.0 \
    ALTERTABLE_DATA_DIR=/data
EXPOSE 8080 8081 9090
# Embedded database and generated keys. Mount your own /conf over the default one.
VOLUME /data
WORKDIR /data
USER 10001:10001

# The runtime image has no HTTP client, bash speaks enough of it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9090 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=/opt/altertable/classes/start.jsa", "-jar", "/opt/altertable/altertable-mcp.jar"]
CMD ["--conf", "/conf/config.yaml"]
