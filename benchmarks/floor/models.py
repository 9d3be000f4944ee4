"""The floor's tables: questions, answers, a kept page and a list."""

from django.db import models


class Question(models.Model):
    text = models.CharField(max_length=200)
    choices = models.JSONField()

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.text


class Sheet(models.Model):
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=0)
    report = models.TextField(default="")

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    value = models.CharField(max_length=40)

    class Meta:
        app_label = "floor"
        constraints = (models.UniqueConstraint(fields=("sheet", "question"), name="one_answer"),)

    def __str__(self) -> str:
        return self.value
