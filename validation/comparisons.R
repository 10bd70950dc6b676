# What R says about two samples, tables of counts, and hazard ratios by group: pinned in comparisons.json.
#
#   Rscript validation/comparisons.R          writes validation/comparisons.json
#
# On Debian: apt-get install --no-install-recommends r-base-core r-cran-survival r-cran-jsonlite
suppressPackageStartupMessages({library(survival); library(jsonlite)})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
data <- function(name) read.csv(file.path(here, "data", paste0(name, ".csv")))
fine <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)

# Hodges-Lehmann from all differences in order; wilcox.test(conf.int = TRUE) seeks its limits by uniroot, to 1e-4 only
shift <- function(x, y) {
  d <- sort(as.vector(outer(x, y, "-")))
  n <- length(x); m <- length(y)
  k <- max(1, floor(n * m / 2 - qnorm(.975) * sqrt(n * m * (n + m + 1) / 12)))
  c(median(d), d[k], d[n * m + 1 - k])
}
two <- function(x, y) {
  t <- t.test(x, y)
  w <- suppressWarnings(wilcox.test(x, y, exact = FALSE))
  list(welch = list(estimate = unname(t$estimate[1] - t$estimate[2]), low = t$conf.int[1], high = t$conf.int[2],
                    t = unname(t$statistic), df = unname(t$parameter), p = t$p.value),
       ranks = list(u = unname(w$statistic), p = w$p.value), shift = shift(x, y))
}
counts <- function(...) {
  table <- rbind(...)
  q <- suppressWarnings(chisq.test(table, correct = FALSE))
  found <- list(table = table, statistic = unname(q$statistic), df = unname(q$parameter), p = q$p.value,
                least = min(q$expected))
  if (all(dim(table) == 2)) {
    s <- suppressWarnings(prop.test(table, correct = FALSE))
    found$fisher <- fisher.test(table)$p.value
    found$share <- list(estimate = unname(s$estimate[1] - s$estimate[2]), low = s$conf.int[1], high = s$conf.int[2])
  }
  found
}
product <- function(d, group, more = "") {
  d$group <- factor(d[[group]])
  whole <- coxph(as.formula(paste("Surv(time, event) ~ arm * group", more)), d, ties = "efron", control = fine)
  without <- coxph(as.formula(paste("Surv(time, event) ~ arm + group", more)), d, ties = "efron", control = fine)
  some <- grep(":", names(coef(whole)))
  b <- coef(whole)[some]
  list(coef = unname(b), std_error = unname(sqrt(diag(vcov(whole)))[some]),
       likelihood_ratio = 2 * (whole$loglik[2] - without$loglik[2]),
       wald = drop(b %*% solve(vcov(whole)[some, some], b)), df = length(b))
}

sites <- data("sites")
result <- list(
  made_with = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival"))),
  samples = list(ties = two(sites$time[sites$arm == 1], sites$time[sites$arm == 0]),
                 ages = two(sites$age[sites$arm == 1], sites$age[sites$arm == 0]),
                 small = two(c(12, 40, 40, 71, 95), c(3, 25, 40, 66))),
  tables = list(myhre = counts(c(142, 203 - 142), c(152, 202 - 152)), small = counts(c(3, 1), c(1, 3)),
                lopsided = counts(c(0, 7), c(5, 2)), wide = counts(c(34, 105, 36, 24), c(30, 123, 32, 18))),
  products = list(two = product(subset(sites, site < max(site)), "site"), three = product(sites, "site"),
                  adjusted = product(sites, "site", "+ age"))
)
write(toJSON(result, digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE), file.path(here, "comparisons.json"))
