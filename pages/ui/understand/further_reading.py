"""The sources of what a page shows, in one closed list: who, when, what, and where it is found."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Source:
    """A publication. ``address``: its DOI or another lasting address, empty where there is none."""

    authors: str
    year: int
    title: str
    where: str
    address: str = ""


def _doi(authors: str, year: int, title: str, where: str, doi: str) -> Source:
    return Source(authors, year, title, where, f"https://doi.org/{doi}")


def _arxiv(authors: str, year: int, title: str, number: str) -> Source:
    return Source(authors, year, title, f"arXiv:{number}", f"https://arxiv.org/abs/{number}")


SOURCES = {
    # how it began
    "perceptron": _doi(
        "Rosenblatt, F.",
        1958,
        "The perceptron: a probabilistic model for information storage and organization in the brain",
        "Psychological Review 65",
        "10.1037/h0042519",
    ),
    "backpropagation": _doi(
        "Rumelhart, D. E., Hinton, G. E. and Williams, R. J.",
        1986,
        "Learning representations by back-propagating errors",
        "Nature 323",
        "10.1038/323533a0",
    ),
    "convolution": _doi(
        "LeCun, Y., Bottou, L., Bengio, Y. and Haffner, P.",
        1998,
        "Gradient-based learning applied to document recognition",
        "Proceedings of the IEEE 86",
        "10.1109/5.726791",
    ),
    "elman": _doi("Elman, J. L.", 1990, "Finding structure in time", "Cognitive Science 14", "10.1207/s15516709cog1402_1"),
    "bptt": _doi(
        "Werbos, P. J.",
        1990,
        "Backpropagation through time: what it does and how to do it",
        "Proceedings of the IEEE 78",
        "10.1109/5.58337",
    ),
    "rtrl": _doi(
        "Williams, R. J. and Zipser, D.",
        1989,
        "A learning algorithm for continually running fully recurrent neural networks",
        "Neural Computation 1",
        "10.1162/neco.1989.1.2.270",
    ),
    # why it is hard
    "hochreiter": Source(
        "Hochreiter, S.",
        1991,
        "Untersuchungen zu dynamischen neuronalen Netzen",
        "Diploma thesis, Technische Universität München",
        "https://people.idsia.ch/~juergen/SeppHochreiter1991ThesisAdvisorSchmidhuber.pdf",
    ),
    "bengio": _doi(
        "Bengio, Y., Simard, P. and Frasconi, P.",
        1994,
        "Learning long-term dependencies with gradient descent is difficult",
        "IEEE Transactions on Neural Networks 5",
        "10.1109/72.279181",
    ),
    "pascanu": _arxiv(
        "Pascanu, R., Mikolov, T. and Bengio, Y.", 2013, "On the difficulty of training recurrent neural networks", "1211.5063"
    ),
    "orthogonal": _arxiv(
        "Saxe, A. M., McClelland, J. L. and Ganguli, S.",
        2013,
        "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
        "1312.6120",
    ),
    "irnn": _arxiv(
        "Le, Q. V., Jaitly, N. and Hinton, G. E.",
        2015,
        "A simple way to initialize recurrent networks of rectified linear units",
        "1504.00941",
    ),
    "echo_state": Source(
        "Jaeger, H.",
        2001,
        "The 'echo state' approach to analysing and training recurrent neural networks",
        "GMD Report 148, German National Research Center for Information Technology",
    ),
    "reservoir": _doi(
        "Jaeger, H. and Haas, H.",
        2004,
        "Harnessing nonlinearity: predicting chaotic systems and saving energy in wireless communication",
        "Science 304",
        "10.1126/science.1091277",
    ),
    # cells
    "lstm": _doi(
        "Hochreiter, S. and Schmidhuber, J.",
        1997,
        "Long short-term memory",
        "Neural Computation 9",
        "10.1162/neco.1997.9.8.1735",
    ),
    "forget_gate": _doi(
        "Gers, F. A., Schmidhuber, J. and Cummins, F.",
        2000,
        "Learning to forget: continual prediction with LSTM",
        "Neural Computation 12",
        "10.1162/089976600300015015",
    ),
    "peephole": _doi(
        "Gers, F. A. and Schmidhuber, J.",
        2000,
        "Recurrent nets that time and count",
        "International Joint Conference on Neural Networks",
        "10.1109/IJCNN.2000.861302",
    ),
    "timing": Source(
        "Gers, F. A., Schraudolph, N. N. and Schmidhuber, J.",
        2002,
        "Learning precise timing with LSTM recurrent networks",
        "Journal of Machine Learning Research 3",
        "https://jmlr.org/papers/v3/gers02a.html",
    ),
    "gru": _doi(
        "Cho, K., van Merriënboer, B., Gulcehre, C., Bahdanau, D., Bougares, F., Schwenk, H. and Bengio, Y.",
        2014,
        "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
        "Empirical Methods in Natural Language Processing",
        "10.3115/v1/D14-1179",
    ),
    "mingru": _arxiv(
        "Feng, L., Tung, F., Ahmed, M. O., Bengio, Y. and Hajimirsadeghi, H.", 2024, "Were RNNs all we needed?", "2410.01201"
    ),
    "slstm": _arxiv("Beck, M. and others", 2024, "xLSTM: extended long short-term memory", "2405.04517"),
    "odyssey": _doi(
        "Greff, K., Srivastava, R. K., Koutník, J., Steunebrink, B. R. and Schmidhuber, J.",
        2017,
        "LSTM: a search space odyssey",
        "IEEE Transactions on Neural Networks and Learning Systems 28",
        "10.1109/TNNLS.2016.2582924",
    ),
    "exploration": Source(
        "Jozefowicz, R., Zaremba, W. and Sutskever, I.",
        2015,
        "An empirical exploration of recurrent network architectures",
        "International Conference on Machine Learning, PMLR 37",
        "https://proceedings.mlr.press/v37/jozefowicz15.html",
    ),
    "clockwork": _arxiv("Koutník, J., Greff, K., Gomez, F. and Schmidhuber, J.", 2014, "A clockwork RNN", "1402.3511"),
    "depth_gated": _arxiv("Yao, K., Cohn, T., Vylomova, K., Duh, K. and Dyer, C.", 2015, "Depth-gated LSTM", "1508.03790"),
    "bidirectional": _doi(
        "Schuster, M. and Paliwal, K. K.",
        1997,
        "Bidirectional recurrent neural networks",
        "IEEE Transactions on Signal Processing 45",
        "10.1109/78.650093",
    ),
    # training
    "adam": _arxiv("Kingma, D. P. and Ba, J.", 2014, "Adam: a method for stochastic optimization", "1412.6980"),
    "dropout": Source(
        "Srivastava, N., Hinton, G., Krizhevsky, A., Sutskever, I. and Salakhutdinov, R.",
        2014,
        "Dropout: a simple way to prevent neural networks from overfitting",
        "Journal of Machine Learning Research 15",
        "https://jmlr.org/papers/v15/srivastava14a.html",
    ),
    "dropout_rnn": _arxiv(
        "Zaremba, W., Sutskever, I. and Vinyals, O.", 2014, "Recurrent neural network regularization", "1409.2329"
    ),
    "gal": _arxiv(
        "Gal, Y. and Ghahramani, Z.",
        2016,
        "A theoretically grounded application of dropout in recurrent neural networks",
        "1512.05287",
    ),
    "gal_band": _arxiv(
        "Gal, Y. and Ghahramani, Z.",
        2016,
        "Dropout as a Bayesian approximation: representing model uncertainty in deep learning",
        "1506.02142",
    ),
    "cudnn": _arxiv(
        "Chetlur, S., Woolley, C., Vandermersch, P., Cohen, J., Tran, J., Catanzaro, B. and Shelhamer, E.",
        2014,
        "cuDNN: efficient primitives for deep learning",
        "1410.0759",
    ),
    "gpu_rnn": _arxiv(
        "Appleyard, J., Kočiský, T. and Blunsom, P.",
        2016,
        "Optimizing performance of recurrent neural networks on GPUs",
        "1604.01946",
    ),
    # looking inside
    "visualizing": _arxiv(
        "Karpathy, A., Johnson, J. and Fei-Fei, L.", 2015, "Visualizing and understanding recurrent networks", "1506.02078"
    ),
    "sentiment_unit": _arxiv(
        "Radford, A., Jozefowicz, R. and Sutskever, I.",
        2017,
        "Learning to generate reviews and discovering sentiment",
        "1704.01444",
    ),
    "lstmvis": _doi(
        "Strobelt, H., Gehrmann, S., Pfister, H. and Rush, A. M.",
        2018,
        "LSTMVis: a tool for visual analysis of hidden state dynamics in recurrent neural networks",
        "IEEE Transactions on Visualization and Computer Graphics 24",
        "10.1109/TVCG.2017.2744158",
    ),
    "occlusion": _arxiv(
        "Zeiler, M. D. and Fergus, R.", 2013, "Visualizing and understanding convolutional networks", "1311.2901"
    ),
    "saliency": _arxiv(
        "Simonyan, K., Vedaldi, A. and Zisserman, A.",
        2013,
        "Deep inside convolutional networks: visualising image classification models and saliency maps",
        "1312.6034",
    ),
    "saliency_words": _arxiv(
        "Li, J., Chen, X., Hovy, E. and Jurafsky, D.", 2016, "Visualizing and understanding neural models in NLP", "1506.01066"
    ),
    "integrated_gradients": _arxiv(
        "Sundararajan, M., Taly, A. and Yan, Q.", 2017, "Axiomatic attribution for deep networks", "1703.01365"
    ),
    # what it is used for
    "sequence_to_sequence": _arxiv(
        "Sutskever, I., Vinyals, O. and Le, Q. V.", 2014, "Sequence to sequence learning with neural networks", "1409.3215"
    ),
    "graves": _arxiv("Graves, A.", 2013, "Generating sequences with recurrent neural networks", "1308.0850"),
    "scheduled_sampling": _arxiv(
        "Bengio, S., Vinyals, O., Jaitly, N. and Shazeer, N.",
        2015,
        "Scheduled sampling for sequence prediction with recurrent neural networks",
        "1506.03099",
    ),
    "attention": _arxiv(
        "Bahdanau, D., Cho, K. and Bengio, Y.",
        2014,
        "Neural machine translation by jointly learning to align and translate",
        "1409.0473",
    ),
    "transformer": _arxiv("Vaswani, A. and others", 2017, "Attention is all you need", "1706.03762"),
    "word2vec": _arxiv(
        "Mikolov, T., Chen, K., Corrado, G. and Dean, J.",
        2013,
        "Efficient estimation of word representations in vector space",
        "1301.3781",
    ),
    "glove": _doi(
        "Pennington, J., Socher, R. and Manning, C. D.",
        2014,
        "GloVe: global vectors for word representation",
        "Empirical Methods in Natural Language Processing",
        "10.3115/v1/D14-1162",
    ),
    "diebold_mariano": _doi(
        "Diebold, F. X. and Mariano, R. S.",
        1995,
        "Comparing predictive accuracy",
        "Journal of Business and Economic Statistics 13",
        "10.1080/07350015.1995.10524599",
    ),
    "fama": _doi(
        "Fama, E. F.",
        1970,
        "Efficient capital markets: a review of theory and empirical work",
        "The Journal of Finance 25",
        "10.2307/2325486",
    ),
    # to read first
    "karpathy_blog": Source(
        "Karpathy, A.",
        2015,
        "The unreasonable effectiveness of recurrent neural networks",
        "Blog",
        "https://karpathy.github.io/2015/05/21/rnn-effectiveness/",
    ),
    "olah_blog": Source(
        "Olah, C.", 2015, "Understanding LSTM networks", "Blog", "https://colah.github.io/posts/2015-08-Understanding-LSTMs/"
    ),
}


def further_reading(*keys: str) -> None:
    """The sources of these keys, oldest first, closed until somebody wants them. Raises KeyError for one not listed."""
    chosen = sorted((SOURCES[key] for key in keys), key=lambda source: (source.year, source.authors))
    with st.expander("Further reading", icon=":material/menu_book:"):
        for source in chosen:
            title = f"[{source.title}]({source.address})" if source.address else source.title
            st.caption(f"{source.authors} ({source.year}): {title}. {source.where}.")
