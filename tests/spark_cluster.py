"""A standalone Spark master with two workers, each a process of its own, on this machine."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

WHY_NOT = "Spark tests need Java 17 and pyspark (make test installs both where it may)"


def available() -> bool:
    """Whether a cluster can be started here."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return False
    java = shutil.which("java")
    if java is None:
        return False
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    return any(f'version "{number}' in said for number in range(17, 30))


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start master and workers, yield `spark://host:port`, stop them."""
    import pyspark

    port = _free_port()
    spark_class = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = os.environ | {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_MEMORY": "512m",
    }
    url = f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    commands = [[f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]]
    for number in (1, 2):
        work = folder / f"worker{number}"
        options = ["--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(work)]
        commands.append([f"{deploy}.worker.Worker", *options, url])
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for number, command in enumerate(commands):
            log = (folder / f"process{number}.log").open("wb")
            started = subprocess.Popen([str(spark_class), *command], env=environment, stdout=log, stderr=log)
            processes.append(started)
            if number == 0:
                _wait_for(port, started)
        yield url
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the Spark master ended with exit code {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the Spark master did not start within a minute")
