# What R says about the data sets in data/: pinned in survival.json, which our numbers must equal.
#
#   Rscript validation/survival.R          writes validation/survival.json
#
# On Debian: apt-get install --no-install-recommends r-base-core r-cran-survival r-cran-survmisc
#            r-cran-cmprsk r-cran-jsonlite
suppressPackageStartupMessages({library(survival); library(survMisc); library(cmprsk); library(jsonlite)})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
data <- function(name) read.csv(file.path(here, "data", paste0(name, ".csv")))
fine <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)   # R's own 1e-9 stops before the eighth digit

# ---- Kaplan-Meier -----------------------------------------------------------------------------------------
curve <- function(fit) {
  s <- summary(fit, censored = TRUE)
  medians <- summary(fit)$table
  medians <- if (is.matrix(medians)) medians else t(medians)
  quarter <- function(p) as.vector(quantile(fit, p)$quantile)
  list(strata = if (is.null(s$strata)) rep(1, length(s$time)) else as.integer(s$strata),
       time = s$time, at_risk = s$n.risk, events = s$n.event, censored = s$n.censor, survival = s$surv,
       std_error = s$std.err, low = s$lower, high = s$upper,
       median = unname(medians[, "median"]), median_low = unname(medians[, "0.95LCL"]),
       median_high = unname(medians[, "0.95UCL"]),
       q25 = quarter(.25), q75 = quarter(.75))
}
curves <- function(formula, d, ..., robust = FALSE) {
  made <- lapply(c(log = "log", `log-log` = "log-log", plain = "plain"), function(type)
    curve(do.call(survfit, list(formula, d, conf.type = type, robust = robust, ...))))
  for (type in c("log-log", "plain"))        # what does not depend on the kind of limits stands once
    made[[type]] <- made[[type]][c("low", "high", "median_low", "median_high")]
  made
}
rmst <- function(formula, d, tau) {
  table <- summary(survfit(formula, d), rmean = tau)$table
  table <- if (is.matrix(table)) table else t(table)
  list(tau = tau, mean = unname(table[, "rmean"]), std_error = unname(table[, "se(rmean)"]))
}

# ---- tests ------------------------------------------------------------------------------------------------
quiet <- function(expr) { sink(nullfile()); on.exit(sink()); force(expr) }
difference <- function(formula, d, rho = 0) {
  s <- survdiff(formula, d, rho = rho)
  added <- function(x) if (is.matrix(x)) rowSums(x) else x
  list(observed = unname(added(s$obs)), expected = unname(added(s$exp)), covariance = unname(s$var), chisq = s$chisq)
}
# Gehan-Breslow, Tarone-Ware and Peto-Peto with ties: no package of Debian's R gives them right (survMisc departs
# from survdiff already for the log-rank test when times are tied). So: survdiff on the risk set of one time after
# the other, which gives R's own observed, expected and variance of that day's table, then summed with the weights.
weighted <- function(d, group, strata = rep(1, nrow(d)), entry = rep(-Inf, nrow(d)), scores = NULL) {
  levels <- sort(unique(group)); k <- length(levels)
  tests <- c("log-rank", "gehan-breslow", "tarone-ware", "peto-peto", "modified-peto-peto")
  U <- matrix(0, k, length(tests)); V <- array(0, c(k, k, length(tests)))
  for (stratum in unique(strata)) {
    s <- strata == stratum
    peto <- 1
    for (t in sort(unique(d$time[s & d$event == 1]))) {
      there <- s & d$time >= t & entry < t
      now <- as.integer(d$time[there] == t & d$event[there] == 1)
      g <- match(group[there], levels)
      n <- sum(there); e <- sum(now)
      peto <- peto * (1 - e / (n + 1))
      if (length(unique(g)) < 2) next
      one <- survdiff(Surv(rep(1, n), now) ~ g)
      w <- c(1, n, sqrt(n), peto, peto * n / (n + 1))
      at <- sort(unique(g))
      for (i in seq_along(w)) {
        U[at, i] <- U[at, i] + w[i] * (one$obs - one$exp)
        V[at, at, i] <- V[at, at, i] + w[i]^2 * one$var
      }
    }
  }
  score <- seq_len(k)
  list(chisq = setNames(lapply(seq_along(tests), function(i) drop(U[-1, i] %*% solve(V[-1, -1, i], U[-1, i]))), tests),
       trend = setNames(lapply(seq_along(tests), function(i) drop((score %*% U[, i])^2 / (score %*% V[, , i] %*% score))), tests),
       scores = setNames(lapply(seq_along(tests), function(i) U[, i]), tests))
}
untied <- function(formula, d) {       # survMisc itself, where no times are tied
  made <- ten(do.call(survfit, list(formula, d)))
  quiet(suppressWarnings(comp(made)))
  tests <- as.data.frame(attr(made, "lrt"))
  setNames(as.list(tests$chiSq[1:5]), c("log-rank", "gehan-breslow", "tarone-ware", "peto-peto", "modified-peto-peto"))
}

# ---- Cox --------------------------------------------------------------------------------------------------
cox <- function(formula, d, newdata = NULL, zph = TRUE, ...) lapply(c(efron = "efron", breslow = "breslow"), function(ties) {
  f <- do.call(coxph, list(formula, d, ties = ties, control = fine, ...))
  r <- list(names = names(coef(f)), coef = unname(coef(f)), covariance = unname(vcov(f)), loglik = f$loglik,
            score = f$score, wald = unname(f$wald.test), std_error = unname(sqrt(diag(vcov(f)))))
  if (!is.null(f$naive.var)) r$naive_covariance <- unname(f$naive.var)
  r$martingale <- unname(residuals(f, "martingale"))
  r$score_residuals <- unname(residuals(f, "score"))
  r$schoenfeld <- unname(residuals(f, "schoenfeld"))
  r$schoenfeld_times <- as.numeric(rownames(as.matrix(residuals(f, "schoenfeld"))))
  if (is.null(f$naive.var)) r$scaled_schoenfeld <- unname(residuals(f, "scaledsch"))
  if (zph) for (g in c("km", "identity", "log", "rank")) {
    z <- cox.zph(f, transform = g, terms = FALSE)
    r$zph[[g]] <- unname(z$table[, "chisq"])
  }
  b <- basehaz(f, centered = FALSE)
  r$baseline <- list(time = b$time, hazard = b$hazard, strata = if (is.null(b$strata)) rep(1, nrow(b)) else as.integer(b$strata))
  if (!is.null(newdata)) {
    a <- summary(survfit(f, newdata = newdata, conf.type = "log"), censored = TRUE)
    r$adjusted <- list(time = a$time, survival = unname(a$surv), std_error = unname(a$std.err), low = unname(a$lower),
                       high = unname(a$upper))
    all <- survfit(f, newdata = d)
    r$marginal <- list(time = all$time, survival = unname(rowMeans(all$surv)))
  }
  r
})

# ---- competing events -------------------------------------------------------------------------------------
incidence <- function(d, group) {
  d$kind <- factor(d$event, 0:max(d$event))
  each <- lapply(sort(unique(d[[group]])), function(level) {
    part <- d[d[[group]] == level, ]
    s <- survfit(Surv(time, kind) ~ 1, part)
    part$row <- seq_len(nrow(part))
    e <- survfit(Surv(entry, time, kind) ~ 1, part, id = row, weights = weight)
    list(level = level, time = s$time, probability = unname(s$pstate[, -1]), jackknife_error = unname(s$std.err[, -1]),
         low = unname(s$lower[, -1]), high = unname(s$upper[, -1]),
         late = list(time = e$time, probability = unname(e$pstate[, -1]), jackknife_error = unname(e$std.err[, -1])))
  })
  gray <- function(strata, rho) {
    t <- cuminc(d$time, d$event, d[[group]], strata, rho = rho)$Tests
    list(chisq = unname(t[, "stat"]), p = unname(t[, "pv"]), df = unname(t[, "df"]))
  }
  one <- rep(1, nrow(d))
  c0 <- cuminc(d$time, d$event, d[[group]])
  at <- c(2, 5, 9, 14, 20, 28)
  points <- timepoints(c0, at)
  list(groups = each, at = at, cuminc_names = rownames(points$est), cuminc = unname(points$est), cuminc_var = unname(points$var),
       gray = gray(one, 0), gray_rho = gray(one, 1), gray_stratified = if (!is.null(d$site)) gray(d$site, 0))
}

# ---- the sets ---------------------------------------------------------------------------------------------
six <- data("sixmp"); aml <- data("aml"); ties <- data("ties"); sites <- data("sites"); late <- data("entry")
heavy <- data("weights"); clusters <- data("clusters"); rivals <- data("competing"); again <- data("recurrent")
exact <- data("unrounded"); flat <- data("flat")
late$weight <- 1 + (seq_len(nrow(late)) %% 4) / 2; late$row <- seq_len(nrow(late))
heavy$row <- seq_len(nrow(heavy)); repeated <- heavy[rep(heavy$row, heavy$whole), ]

result <- list(
  made_with = list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")),
                   survMisc = as.character(packageVersion("survMisc")), cmprsk = as.character(packageVersion("cmprsk"))),
  sixmp = list(km = curves(Surv(time, event) ~ treated, six), rmst = rmst(Surv(time, event) ~ treated, six, 20),
    logrank = difference(Surv(time, event) ~ treated, six), fleming_harrington = difference(Surv(time, event) ~ treated, six, 1),
    weighted = weighted(six, six$treated), cox = cox(Surv(time, event) ~ treated, six, data.frame(treated = 0:1))),
  aml = list(km = curves(Surv(time, event) ~ maintained, aml), rmst = rmst(Surv(time, event) ~ maintained, aml, 40),
    logrank = difference(Surv(time, event) ~ maintained, aml), fleming_harrington = difference(Surv(time, event) ~ maintained, aml, 1),
    weighted = weighted(aml, aml$maintained), cox = cox(Surv(time, event) ~ maintained, aml)),
  flat = list(km = curves(Surv(time, event) ~ 1, flat)),
  ties = list(km = curves(Surv(time, event) ~ dose, ties), rmst = rmst(Surv(time, event) ~ dose, ties, 10),
    logrank = difference(Surv(time, event) ~ dose, ties), fleming_harrington = difference(Surv(time, event) ~ dose, ties, 1),
    weighted = weighted(ties, ties$dose),
    cox = cox(Surv(time, event) ~ dose + age, ties, data.frame(dose = c(0, 2), age = c(30, 50)))),
  sites = list(km = curves(Surv(time, event) ~ site, sites),
    logrank = difference(Surv(time, event) ~ arm + strata(site), sites),
    fleming_harrington = difference(Surv(time, event) ~ arm + strata(site), sites, 1),
    weighted = weighted(sites, sites$arm, sites$site),
    cox = cox(Surv(time, event) ~ arm + age + strata(site), sites), crude = cox(Surv(time, event) ~ arm, sites)),
  entry = list(km_robust = curves(Surv(entry, time, event) ~ arm, late, weights = late$weight, id = late$row, robust = TRUE)["log"],
    km = curves(Surv(entry, time, event) ~ arm, late), 
    weighted = weighted(late, late$arm, entry = late$entry),
    cox = cox(Surv(entry, time, event) ~ arm + score, late, data.frame(arm = 0:1, score = c(0, .5))),
    cox_strata = cox(Surv(entry, time, event) ~ score + strata(arm), late)),
  weights = list(km = curves(Surv(time, event) ~ arm, heavy, weights = heavy$weight),
    km_robust = curves(Surv(time, event) ~ arm, heavy, weights = heavy$weight, robust = TRUE)["log"],
    km_repeated = curves(Surv(time, event) ~ arm, repeated), logrank_repeated = difference(Surv(time, event) ~ arm, repeated),
    weighted_repeated = weighted(repeated, repeated$arm),
    cox = cox(Surv(time, event) ~ arm + age, heavy, data.frame(arm = 0:1, age = c(40, 40)), weights = heavy$weight, robust = FALSE),
    cox_robust = cox(Surv(time, event) ~ arm + age, heavy, weights = heavy$weight, robust = TRUE),
    cox_repeated = cox(Surv(time, event) ~ arm + age, repeated, zph = FALSE)),
  clusters = list(cox = cox(Surv(time, event) ~ arm + age, clusters, cluster = clusters$clinic)),
  recurrent = list(cox = cox(Surv(start, stop, event) ~ arm + age, again, cluster = again$person)),
  unrounded = list(km = curves(Surv(time, event) ~ arm, exact), logrank = difference(Surv(time, event) ~ arm, exact),
    rmst = rmst(Surv(time, event) ~ arm, exact, 5), weighted = weighted(exact, exact$arm), untied = untied(Surv(time, event) ~ arm, exact),
    cox = cox(Surv(time, event) ~ arm + x + z, exact, data.frame(arm = 0:1, x = c(0, 1), z = c(0, 1)))),
  competing = incidence(rivals, "arm")
)
write(toJSON(result, digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE), file.path(here, "survival.json"))
