from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from analysis.publish.making.client import ReadyClient
from analysis.publish.making.run import CLIENT


def manager(folder: Path) -> AsyncKernelManager:
    settings = {"transport": "ipc", "ip": str(folder / "kernel"), "client_class": CLIENT}
    return AsyncKernelManager(kernel_name="python3", config=Config({"KernelManager": settings}))


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


async def spoken(folder: Path, code: str) -> list[str]:
    kernel = manager(folder)
    await kernel.start_kernel()
    client = kernel.client()
    assert isinstance(client, ReadyClient)
    client.start_channels()
    heard: list[str] = []
    try:
        await client.wait_for_ready(timeout=60)
        asked = client.execute(code)
        while True:
            message = await client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == asked:
                heard.append(message["content"].get("text", message["msg_type"]))
                if message["content"].get("execution_state") == "idle":
                    return heard
    finally:
        client.stop_channels()
        await kernel.shutdown_kernel(now=True)


async def refused(folder: Path, number: int, timeout: float) -> str:
    kernel = manager(folder)
    await kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    try:
        os.kill(kernel.provisioner.pid, number)
        with pytest.raises(RuntimeError) as caught:
            await client.wait_for_ready(timeout=timeout)
        return str(caught.value)
    finally:
        client.stop_channels()
        await kernel.shutdown_kernel(now=True)


def test_nothing_of_the_first_cell_is_missed(tmp_path: Path) -> None:
    heard = run(spoken(tmp_path, "print(230)"))
    assert heard[0] == heard[-1] == "status" and "230\n" in heard


def test_a_kernel_that_dies_before_it_answers_is_told(tmp_path: Path) -> None:
    assert run(refused(tmp_path, signal.SIGKILL, 60)) == "the kernel died before it answered"


def test_a_kernel_that_does_not_answer_in_time_is_told(tmp_path: Path) -> None:
    assert run(refused(tmp_path, signal.SIGSTOP, 1.5)) == "the kernel did not answer in 1.5 seconds"
