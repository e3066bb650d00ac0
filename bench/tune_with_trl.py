#!/usr/bin/env python3
"""The peer of `chatwright tune dpo` in compare_training.py: DPO of a model in transformers by TRL and PEFT, float32.

Arguments: one JSON object with model (a Hugging Face folder), pairs (JSON lines with prompt, chosen, rejected), length, pairsOfAStep,
steps, rank, alpha, beta, rate, warmUp, beta2, decay, threads, seed. The reference is the model without its adapter, scored once
before the first step, as ours. Prints one JSON object with losses, seconds and pairs of all steps, and the peak memory.
"""
import json, os, resource, sys, tempfile, time
os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer

o = json.loads(sys.argv[1])
torch.set_num_threads(o["threads"])


class Clock(TrainerCallback):
    losses, times, started = [], [], 0.0

    def on_train_begin(self, *_, **__):
        self.started = time.perf_counter()

    def on_step_end(self, *_, **__):
        self.times.append(time.perf_counter() - self.started)

    def on_log(self, args, state, control, logs=None, **__):
        if "loss" in logs:
            self.losses.append(float(logs["loss"]))


def turn(role, text):
    return [{"role": role, "content": text}]


rows = [json.loads(line) for line in open(o["pairs"])]
data = Dataset.from_list([{"prompt": turn("user", r["prompt"]), "chosen": turn("assistant", r["chosen"]),
                           "rejected": turn("assistant", r["rejected"])} for r in rows])
clock = Clock()
with tempfile.TemporaryDirectory() as out, open(os.devnull, "w") as silence:
    printed, sys.stdout = sys.stdout, silence  # the trainer tells its progress there
    trainer = DPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(o["model"], dtype=torch.float32),
        processing_class=AutoTokenizer.from_pretrained(o["model"]),
        train_dataset=data,
        callbacks=[clock],
        peft_config=LoraConfig(
            r=o["rank"], lora_alpha=o["alpha"], lora_dropout=0.0, task_type="CAUSAL_LM",
            target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]),
        args=DPOConfig(
            output_dir=out, use_cpu=True, bf16=False, fp16=False, gradient_checkpointing=False, precompute_ref_log_probs=True,
            beta=o["beta"], max_length=o["length"], per_device_train_batch_size=o["pairsOfAStep"], max_steps=o["steps"],
            learning_rate=o["rate"], warmup_steps=o["warmUp"], lr_scheduler_type="cosine", adam_beta2=o["beta2"],
            weight_decay=o["decay"], max_grad_norm=1.0, logging_steps=1, save_strategy="no", report_to="none", seed=o["seed"],
            disable_tqdm=True))
    trainer.train()
    sys.stdout = printed
print(json.dumps({
    "seconds": clock.times[-1], "losses": clock.losses, "times": clock.times, "work": [o["pairsOfAStep"]] * len(clock.times),
    "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
