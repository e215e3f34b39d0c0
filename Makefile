# make run     识别并核对一份扫描样本；make run FILE=报告.pdf 处理自己的文件
# make test    全部测试         make lint    代码检查
# make eval    准确率           make bench   速度与内存
# make docs    重新生成 README 中的命令输出；make accuracy 量准确率并写进 README
# make fuzz    随机输入，十分钟
# Every verb first sets up .venv with the exact versions of constraints.txt.

PYTHON ?= python3
BIN := .venv/bin
FILE ?= fixtures/reports/qinghe-county-hrss-2023/report.scan.pdf
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --root-user-action=ignore -c constraints.txt

ACCURACY := eval/build/accuracy
.PHONY: help run test lint bench eval docs accuracy fuzz
help:
	@sed -n 's/^# make/make/p' Makefile

run: .venv/.ready
	@$(BIN)/jixiao check --fields --fail-on never -- "$(FILE)"

test: .venv/.ready
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: .venv/.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.ready
	@$(BIN)/python -m eval.bench
	@$(BIN)/python -m eval.bench_model

eval: .venv/.ready
	@$(BIN)/python -m eval run

accuracy: .venv/.ready
	$(BIN)/python -m fixtures generate --count 26 --out $(ACCURACY)
	$(BIN)/python -m eval run --cases $(ACCURACY) --form text --form pdf --form scan --form poor --quiet --out $(ACCURACY).json
	$(BIN)/python -m eval table $(ACCURACY).json --into README.md

docs: .venv/.ready
	$(BIN)/python -m tests.docs.readme

fuzz: .venv/.ready
	JIXIAO_FUZZ_SECONDS=600 $(BIN)/python -m pytest -q tests/hostile/test_fuzz.py
	@$(BIN)/python -c 'import atheris' 2>/dev/null || { echo '装有 atheris 时再做覆盖率引导的测试：$(BIN)/pip install ".[fuzz]"'; exit 0; }; \
	  for room in numbers text word kinds archives; do \
	    $(BIN)/python -m tests.hostile.coverage_fuzz $$room -max_total_time=120 -timeout=20 || exit 1; done

.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "需要 Python 3.11 或更新版本（可用 make PYTHON=python3.12 … 指定）。Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "缺少 venv 模块：Debian、Ubuntu 请先执行 apt-get install python3-venv。The venv module is missing."; exit 1; }
	@echo "正在准备 .venv（首次约需一分钟）……"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) "hatchling>=1.27"
	@$(PIP) --no-build-isolation -e ".[dev]"
	@touch $@
