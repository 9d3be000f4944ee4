import hashlib
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from assessments.answering import holder as http


def request_with(token):
    request = RequestFactory().get("/")
    request.COOKIES[http.COOKIE] = token
    return request


def test_a_token_is_32_random_bytes():
    tokens = {http.new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_the_hash_is_sha_256_of_the_cookie():
    token = http.new_token()

    assert http.holder_hash(request_with(token)) == hashlib.sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("odd", ["", "short", "x" * 44, "x" * 42 + "\n", "é" * 43, "\0" * 43])
def test_what_is_no_token_of_ours_holds_nothing(odd):
    assert http.holder_hash(request_with(odd)) == ""


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it():
    response = HttpResponse()

    http.give_token(response, "a" * 43)

    cookie = response.cookies[http.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert (cookie["max-age"], cookie["secure"]) == (400 * 24 * 60 * 60, "")


@override_settings(HTTPS=True)
def test_the_cookie_travels_over_https_alone_where_there_is_https():
    response = HttpResponse()

    http.give_token(response, "a" * 43)

    assert response.cookies[http.COOKIE]["secure"] is True
